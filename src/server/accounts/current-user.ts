import type { TokenScope } from '../../shared/tokens.ts'

/** Who sends a request, and by what they proved it: a session, or a personal access token. */
export interface CurrentUser {
  id: string
  username: string
  /** Whether this request may do what superusers may: by token only with the scope `admin`. */
  isSuperuser: boolean
  /** Null for who came by a token. */
  sessionId: string | null
  /** Null for who came by a session. */
  token: { id: string; hash: string; scopes: TokenScope[] } | null
}
