import { Problem } from '../http/problem-error.ts'
import type { Settings } from '../settings.ts'
import type { RegistrationRule } from './register-user.ts'

/** Who may register here, as the settings have it. */
export const registrationRule =
  ({ registration }: Pick<Settings, 'registration'>): RegistrationRule =>
  () => {
    if (registration === 'open') return
    throw new Problem('registration_closed', 'Nobody can register here. Ask an administrator for an account.')
  }
