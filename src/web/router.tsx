import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  defaultStringifySearch,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { parseSignInSearch } from './accounts/sign-in-search.ts'
import { parseAuditSearch } from './administration/audit-search.ts'
import { parseDatasetsSearch } from './administration/datasets-search.ts'
import { parsePeopleSearch } from './administration/people-search.ts'
import { hasCode } from './api/problem.ts'
import { parseHomeSearch } from './datasets/home/home-search.ts'
import { parseDatasetSearch } from './datasets/page/dataset-search.ts'
import { returnAddress } from './session/return-address.ts'
import { authOptionsQuery, meKey, meQuery } from './session/session.ts'
import { AppShell } from './shell/app-shell.tsx'
import { FailedPage } from './shell/failed-page.tsx'
import { NotFoundPage } from './shell/not-found-page.tsx'
import { PendingPage } from './shell/pending-page.tsx'

export const datasetTabs = ['data', 'profile', 'charts', 'sql', 'source'] as const
export type DatasetTab = (typeof datasetTabs)[number]

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: FailedPage,
})

const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  component: AppShell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery)
    } catch (error) {
      if (!hasCode(error, 'not_authenticated', 'token_expired', 'session_ended', 'inactive')) throw error
      throw redirect({ to: '/login', search: location.href === '/' ? {} : { to: location.href } })
    }
  },
})

const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  validateSearch: parseHomeSearch,
  component: lazyRouteComponent(() => import('./datasets/home/home-page.tsx'), 'HomePage'),
})

const dashboardsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/dashboards',
  component: lazyRouteComponent(() => import('./dashboards/dashboards-page.tsx'), 'DashboardsPage'),
})

const dashboardRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/dashboards/$id',
  component: lazyRouteComponent(() => import('./dashboards/dashboard-page.tsx'), 'DashboardPage'),
})

const trashRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/trash',
  component: lazyRouteComponent(() => import('./datasets/trash/trash-page.tsx'), 'TrashPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./accounts/account-page.tsx'), 'AccountPage'),
})

const accountIndexRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/account/profile', replace: true })
  },
})

const profileRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/profile',
  component: lazyRouteComponent(() => import('./accounts/profile-page.tsx'), 'ProfilePage'),
})

const securityRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/security',
  component: lazyRouteComponent(() => import('./accounts/security-page.tsx'), 'SecurityPage'),
})

const sessionsRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/sessions',
  component: lazyRouteComponent(() => import('./accounts/sessions-page.tsx'), 'SessionsPage'),
})

const tokensRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./accounts/tokens-page.tsx'), 'TokensPage'),
})

const datasetRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/datasets/$id',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/datasets/$id/$tab', params: { id: params.id, tab: 'data' }, replace: true })
  },
})

const datasetTabRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/datasets/$id/$tab',
  params: {
    parse: ({ id, tab }) => {
      if (!datasetTabs.includes(tab as DatasetTab)) throw notFound()
      return { id, tab: tab as DatasetTab }
    },
    stringify: (params) => params,
  },
  validateSearch: parseDatasetSearch,
  component: lazyRouteComponent(() => import('./datasets/dataset-route.tsx'), 'DatasetRoute'),
})

const administrationRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/administration',
  beforeLoad: async ({ context }) => {
    const person = await context.queryClient.ensureQueryData(meQuery)
    if (!person.is_superuser) throw notFound()
  },
  component: lazyRouteComponent(() => import('./administration/administration-page.tsx'), 'AdministrationPage'),
})

const administrationIndexRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/administration/people', replace: true })
  },
})

const peopleRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: 'people',
  validateSearch: parsePeopleSearch,
  component: lazyRouteComponent(() => import('./administration/people-page.tsx'), 'PeoplePage'),
})

const invitationsRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: 'invitations',
  component: lazyRouteComponent(() => import('./administration/invitations.tsx'), 'InvitationsPage'),
})

const administeredDatasetsRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: 'datasets',
  validateSearch: parseDatasetsSearch,
  component: lazyRouteComponent(() => import('./administration/datasets-page.tsx'), 'AdministeredDatasetsPage'),
})

const auditRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: 'audit',
  validateSearch: parseAuditSearch,
  component: lazyRouteComponent(() => import('./administration/audit-page.tsx'), 'AuditPage'),
})

const systemRoute = createRoute({
  getParentRoute: () => administrationRoute,
  path: 'system',
  component: lazyRouteComponent(() => import('./administration/system-page.tsx'), 'SystemPage'),
})

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: parseSignInSearch,
  beforeLoad: async ({ context, search }) => {
    if (context.queryClient.getQueryData(meKey)) throw redirect({ href: returnAddress(search.to) })
    const options = await context.queryClient.ensureQueryData(authOptionsQuery)
    if (options.first_account) throw redirect({ to: '/register', search })
  },
  component: lazyRouteComponent(() => import('./accounts/sign-in-page.tsx'), 'SignInPage'),
})

const secondFactorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up-second-factor',
  validateSearch: parseSignInSearch,
  beforeLoad: async ({ context }) => {
    const person = await context.queryClient.ensureQueryData(meQuery).catch(() => null)
    if (!person) throw redirect({ to: '/login' })
    if (person.second_factor) throw redirect({ to: '/' })
  },
  component: lazyRouteComponent(() => import('./accounts/set-up-page.tsx'), 'SetUpPage'),
})

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  validateSearch: parseSignInSearch,
  beforeLoad: async ({ context, search }) => {
    if (context.queryClient.getQueryData(meKey)) throw redirect({ href: returnAddress(search.to) })
    await context.queryClient.ensureQueryData(authOptionsQuery)
  },
  component: lazyRouteComponent(() => import('./accounts/register-page.tsx'), 'RegisterPage'),
})

const forgotRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  beforeLoad: async ({ context }) => {
    await context.queryClient.ensureQueryData(authOptionsQuery)
  },
  component: lazyRouteComponent(() => import('./accounts/forgot-page.tsx'), 'ForgotPage'),
})

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./accounts/reset-page.tsx'), 'ResetPage'),
})

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./accounts/reset-page.tsx'), 'SetUpPage'),
})

const verifyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify-email',
  component: lazyRouteComponent(() => import('./accounts/verify-page.tsx'), 'VerifyPage'),
})

const routeTree = rootRoute.addChildren([
  appRoute.addChildren([
    homeRoute,
    dashboardsRoute,
    dashboardRoute,
    trashRoute,
    accountRoute.addChildren([accountIndexRoute, profileRoute, securityRoute, sessionsRoute, tokensRoute]),
    datasetRoute,
    datasetTabRoute,
    administrationRoute.addChildren([
      administrationIndexRoute,
      peopleRoute,
      invitationsRoute,
      administeredDatasetsRoute,
      auditRoute,
      systemRoute,
    ]),
  ]),
  loginRoute,
  secondFactorRoute,
  registerRoute,
  forgotRoute,
  resetRoute,
  setUpRoute,
  verifyRoute,
])

export function createPageRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: FailedPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
    // Lists of columns stay readable.
    stringifySearch: (search) => defaultStringifySearch(search).replaceAll('%2C', ','),
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>
  }
}
