import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { sentenceOf } from '../api/problem.ts'
import { signOut } from '../session/session.ts'
import { dismissNotice, notify } from '../ui/notice.tsx'

/** Ends the session and shows the sign-in page, or says why the person is still signed in. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      dismissNotice()
      await signOut(client)
      await navigate({ to: '/login' })
    } catch (error) {
      notify({ text: `You are still signed in. ${sentenceOf(error)}` })
    }
  }
}
