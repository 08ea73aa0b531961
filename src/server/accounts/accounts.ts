import { randomBytes } from 'node:crypto'
import { onceInAWhile } from '../audit/once-in-a-while.ts'
import type { Orm } from '../database/orm.ts'
import type { Home } from '../home.ts'
import { createMailer, type Mailer } from '../mail/mailer.ts'
import { openSeal, type Seal } from '../mail/seal.ts'
import type { Settings } from '../settings.ts'
import { type AccessTokens, createAccessTokens } from './access-token.ts'
import { type AttemptLimits, createAttemptLimits } from './attempt-limits.ts'
import { createKnownDevices, type KnownDevices } from './known-device.ts'
import { createLiveSessions, type LiveSessions } from './live-sessions.ts'
import { createPasswordHasher, type PasswordHasher } from './password-hasher.ts'
import { createPasswordStrength, type PasswordStrength } from './password-strength.ts'
import type { RegistrationRule } from './register-user.ts'
import { registrationRule } from './registration-rule.ts'
import { openSecretBox, type SecretBox } from './second-factor-secret.ts'
import { createSecondFactorTokens, type SecondFactorTokens } from './second-factor-token.ts'
import { openSigningKeys, type SigningKeys } from './signing-keys.ts'
import { createStepUps, type StepUps } from './step-up.ts'
import { createTokenUse, type TokenUse } from './token-use.ts'

/** What the routes of accounts, and everything that asks who somebody is, stand on. */
export interface Accounts {
  accessTokens: AccessTokens
  signingKeys: SigningKeys
  liveSessions: LiveSessions
  hasher: PasswordHasher
  passwordStrength: PasswordStrength
  knownDevices: KnownDevices
  attemptLimits: AttemptLimits
  /** Whether the audit log should hear of a refusal that can come a thousand times a second. */
  isWorthTelling: (key: string) => boolean
  secondFactorTokens: SecondFactorTokens
  secretBox: SecretBox
  stepUps: StepUps
  tokenUse: TokenUse
  mailer: Mailer
  /** Closes what jobs carry and the database alone must not be able to read. */
  seal: Seal
  registrationRule: RegistrationRule
  /** What the first account must know, where that is asked. */
  setupCode: string
  settings: Settings
  /** Milliseconds since 1970. */
  now: () => number
}

/** Opens the keys of the home and what is kept in memory. */
export async function openAccounts({
  orm,
  home,
  settings,
  passwordCost,
  now = Date.now,
}: {
  orm: Orm
  home: Home
  settings: Settings
  passwordCost?: number | undefined
  now?: (() => number) | undefined
}): Promise<Accounts> {
  const keys = await openSigningKeys(home, { accessTokenKeys: settings.accessTokenKeys, now })
  const seal = await openSeal(home)
  const setupCode = settings.setupCode ?? randomBytes(9).toString('base64url')
  return {
    accessTokens: createAccessTokens(keys, now),
    signingKeys: keys,
    knownDevices: createKnownDevices(keys, now),
    liveSessions: createLiveSessions(orm),
    hasher: createPasswordHasher(passwordCost ? { cost: passwordCost } : {}),
    passwordStrength: createPasswordStrength(),
    attemptLimits: createAttemptLimits(orm, now),
    isWorthTelling: onceInAWhile(15 * 60_000, now),
    secondFactorTokens: createSecondFactorTokens(keys, now),
    secretBox: await openSecretBox(home),
    stepUps: createStepUps(orm, now),
    tokenUse: createTokenUse(orm, now),
    mailer: createMailer(seal, now),
    seal,
    registrationRule: registrationRule(settings, setupCode),
    setupCode,
    settings,
    now,
  }
}
