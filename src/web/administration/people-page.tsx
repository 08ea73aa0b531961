import { usePageTitle } from '../shell/page-title.ts'

/** Everybody who has an account here. */
export function PeoplePage() {
  usePageTitle('People')
  return null
}
