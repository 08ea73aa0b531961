import type { Settings } from '../settings.ts'

/** Whether this installation wants a second factor of this user. */
export function needsSecondFactor(
  { requireSecondFactor }: Pick<Settings, 'requireSecondFactor'>,
  { isSuperuser }: { isSuperuser: boolean },
): boolean {
  return requireSecondFactor === 'all' || (requireSecondFactor === 'superusers' && isSuperuser)
}
