import { createHash, timingSafeEqual } from 'node:crypto'
import { Problem } from '../http/problem-error.ts'
import type { Settings } from '../settings.ts'
import type { RegistrationRule } from './register-user.ts'

type RuleSettings = Pick<Settings, 'registration' | 'isLoopback'>

/**
 * Whether the first account must know the set-up code: where others can reach the port somebody else could be first, and
 * where registration is closed nobody may register without.
 */
export const needsSetupCode = ({ registration, isLoopback }: RuleSettings): boolean =>
  registration === 'closed' || !isLoopback

/** Who may register here, as the settings have it. */
export const registrationRule =
  (settings: RuleSettings, setupCode: string): RegistrationRule =>
  (registration, isFirst) => {
    if (!isFirst && settings.registration === 'open') return
    if (!isFirst) throw closed('Nobody can register here by themselves. Ask an administrator for an account.')
    if (needsSetupCode(settings) && !isSame(registration.setup_code ?? '', setupCode)) {
      throw closed('The first account needs the set-up code. The server has printed it in its log.')
    }
  }

const closed = (detail: string) => new Problem('registration_closed', detail)

const isSame = (given: string, code: string) => timingSafeEqual(digest(given), digest(code))

const digest = (text: string) => createHash('sha256').update(text).digest()
