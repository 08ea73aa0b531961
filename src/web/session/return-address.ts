/** The address inside this page that `to` names, or the home page for anything else. */
export function returnAddress(to: string | undefined): string {
  if (!to?.startsWith('/') || to.startsWith('//') || to.includes('\\')) return '/'
  return /^\/(login|register|forgot-password|reset-password|set-up|verify-email)\b/.test(to) ? '/' : to
}
