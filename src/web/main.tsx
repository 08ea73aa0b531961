import './styles.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { createQueryClient } from './api/query-client.ts'
import { onSessionEnd, onSetupRequired } from './api/request.ts'
import { createPageRouter } from './router.tsx'
import { returnAddress } from './session/return-address.ts'
import { meKey, onSessionChange } from './session/session.ts'
import { watchTheme } from './theme/theme.ts'

z.config({ jitless: true })
watchTheme()

const queryClient = createQueryClient()
const router = createPageRouter(queryClient)

function leaveForSignIn(search: { ended?: true }) {
  if (!queryClient.getQueryData(meKey)) return
  const to = router.state.location.href
  queryClient.clear()
  void router.navigate({ to: '/login', search: { ...search, ...(to === '/' ? {} : { to }) } })
}

function comeBack() {
  const { pathname, search } = router.state.location
  if (/^\/(login|register)$/.test(pathname)) router.history.push(returnAddress((search as { to?: string }).to))
}

onSessionEnd(() => leaveForSignIn({ ended: true }))
onSetupRequired(() => {
  const { href, pathname } = router.state.location
  if (pathname === '/set-up-second-factor') return
  void router.navigate({ to: '/set-up-second-factor', search: href === '/' ? {} : { to: href } })
})
onSessionChange((change) => {
  if (change === 'signed-out') leaveForSignIn({})
  else comeBack()
})

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <I18nProvider locale="en-US">
        <RouterProvider router={router} />
      </I18nProvider>
    </QueryClientProvider>
  </StrictMode>,
)
