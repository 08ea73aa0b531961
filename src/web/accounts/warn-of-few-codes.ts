import { fewRecoveryCodes, secondFactorStateSchema } from '../../shared/second-factor.ts'
import { get } from '../api/request.ts'
import { notify } from '../ui/notice.tsx'
import { recoveryCodesText } from './recovery-codes-text.ts'

/** Tells who has signed in with a recovery code when hardly any are left; a failure to ask is nobody's trouble. */
export async function warnOfFewCodes(makeNew: () => void): Promise<void> {
  const state = await get('/auth/totp', secondFactorStateSchema).catch(() => undefined)
  const left = state?.recovery_codes_left
  if (left == null || left > fewRecoveryCodes) return
  notify({ text: recoveryCodesText(left), action: { label: 'Make new ones', run: makeNew } })
}
