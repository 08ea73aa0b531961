/** The address inside this page that `to` names, or the home page for anything else. */
export function returnAddress(to: string | undefined): string {
  // Browsers take a backslash for a slash and leave tabs and line ends out, so any of these may begin another server.
  if (!to?.startsWith('/') || to.startsWith('//') || /[\\\p{Cc}]/u.test(to)) return '/'
  return /^\/(login|register|forgot-password|reset-password|set-up|verify-email)\b/.test(to) ? '/' : to
}
