import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { Dataset } from '../../shared/dataset.ts'
import { samples } from '../../shared/samples.ts'
import { dashboardListQuery } from '../dashboards/dashboard-queries.ts'
import { datasetQuery } from '../datasets/dataset-queries.ts'
import { columnWish } from '../datasets/page/use-column-wish.ts'
import { useAddSample } from '../datasets/samples/use-add-sample.ts'
import { queryWish } from '../queries/query-wish.ts'
import { meQuery } from '../session/session.ts'
import { activeShortcuts } from '../shell/shortcuts.ts'
import { useSignOut } from '../shell/use-sign-out.ts'
import { chooseTheme, type Theme } from '../theme/theme.ts'
import { useStore } from '../ui/create-store.ts'
import { chooseFile } from '../uploads/choose-file.ts'
import { startUploads } from '../uploads/uploads.ts'
import type { Command } from './command.ts'

const themeNames: Record<Theme, string> = { system: 'Theme as the system', light: 'Light theme', dark: 'Dark theme' }

const accountPages = [
  { to: '/account/profile', label: 'Profile', words: 'name e-mail password account' },
  { to: '/account/security', label: 'Security', words: 'second factor totp password account' },
  { to: '/account/sessions', label: 'Sessions', words: 'devices account' },
  { to: '/account/tokens', label: 'Tokens', words: 'api personal access account' },
] as const

const administrationPages = [
  { to: '/administration/people', label: 'People' },
  { to: '/administration/invitations', label: 'Invitations' },
  { to: '/administration/datasets', label: 'All datasets' },
  { to: '/administration/audit', label: 'Audit log' },
  { to: '/administration/system', label: 'System' },
] as const

/** Everything that can be done from where the person is, but for the datasets that the server has to be asked for. */
export function useCommands(): Command[] {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data: person } = useQuery(meQuery)
  const { id, tab } = useParams({ strict: false })
  const { data: dataset } = useQuery({ ...datasetQuery(id ?? ''), enabled: id !== undefined && tab !== undefined })
  const dashboards = useQuery(dashboardListQuery())
  const shortcuts = useStore(activeShortcuts)
  const addSample = useAddSample()
  const signOut = useSignOut()

  const here = shortcuts
    .filter(({ keys }) => keys !== 'mod+k')
    .map(({ keys, label, group, run }): Command => ({ id: `key ${keys} ${label}`, label, group, keys, run }))
  const boards = (dashboards.data?.items ?? []).map(({ id: boardId, title }): Command => {
    const run = () => void navigate({ to: '/dashboards/$id', params: { id: boardId } })
    return { id: `dashboard ${boardId}`, label: title, group: 'Dashboard', run }
  })
  const pages = [
    ...accountPages.map((page) => ({ ...page, group: 'Account' })),
    ...(person?.is_superuser ? administrationPages.map((page) => ({ ...page, group: 'Administration' })) : []),
  ].map(({ to, ...page }): Command => ({ ...page, id: `page ${to}`, run: () => void navigate({ to }) }))
  const actions: Command[] = [
    {
      id: 'upload',
      label: 'Upload a file',
      group: 'Action',
      words: 'import add new dataset',
      run: () => chooseFile((file) => startUploads(client, [file])),
    },
    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      id: `theme ${theme}`,
      label: themeNames[theme],
      group: 'Action',
      words: 'colours mode appearance',
      run: () => chooseTheme(theme),
    })),
    ...samples.map(({ name, title }) => ({
      id: `sample ${name}`,
      label: `Add the sample ${title}`,
      group: 'Action',
      words: 'example demo',
      run: () => addSample.mutate(name),
    })),
    { id: 'sign out', label: 'Sign out', group: 'Action', words: 'leave log out', run: () => void signOut() },
  ]
  return [...here, ...(dataset ? ofDataset(dataset) : []), ...boards, ...actions, ...pages]

  function ofDataset({ id: datasetId, title, status, columns_info: columns }: Dataset): Command[] {
    if (status !== 'ready') return []
    const newQuery: Command = {
      id: 'new query',
      label: 'New query',
      group: 'Action',
      words: `sql ask ${title}`,
      run: () => {
        queryWish.set(datasetId)
        void navigate({ to: '/datasets/$id/$tab', params: { id: datasetId, tab: 'sql' } })
      },
    }
    const go = (column: string) => {
      columnWish.set({ datasetId, column })
      void navigate({ to: '/datasets/$id/$tab', params: { id: datasetId, tab: 'data' }, search: (now) => now })
    }
    const places = (columns ?? []).map(({ name }): Command => {
      return { id: `column ${datasetId} ${name}`, label: name, group: `Column of ${title}`, run: () => go(name) }
    })
    return [newQuery, ...places]
  }
}
