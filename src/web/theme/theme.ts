import { createStore } from '../ui/create-store.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const key = 'datalens.theme'

/** The theme this browser has chosen; `system` follows the operating system. */
export const theme = createStore<Theme>(readTheme())

export function chooseTheme(next: Theme): void {
  if (next === 'system') localStorage.removeItem(key)
  else localStorage.setItem(key, next)
  showTheme()
}

/** Follows the choice that another tab makes. */
export function watchTheme(): void {
  addEventListener('storage', (event) => {
    if (event.key === key || event.key === null) showTheme()
  })
}

function showTheme(): void {
  const chosen = readTheme()
  if (chosen === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
  theme.set(chosen)
}

function readTheme(): Theme {
  const stored = typeof localStorage === 'undefined' ? null : localStorage.getItem(key)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}
