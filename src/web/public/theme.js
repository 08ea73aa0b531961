// Runs before the first paint, so that a chosen theme never flashes. Kept in step with src/web/theme/theme.ts.
try {
  const theme = localStorage.getItem('datalens.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}
