/** The address inside this page that `to` names, or the home page for anything else. */
export function returnAddress(to: string | undefined): string {
  if (!to?.startsWith('/') || to.startsWith('//') || to.includes('\\')) return '/'
  return /^\/(login|register)\b/.test(to) ? '/' : to
}
