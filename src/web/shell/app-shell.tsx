import { useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { RouterProvider } from 'react-aria-components'
import { StepUpDialog } from '../accounts/step-up-dialog.tsx'
import { paletteOpen } from '../commands/palette-open.ts'
import { useLiveDatasets } from '../live/use-live-datasets.ts'
import { meQuery } from '../session/session.ts'
import { useStore } from '../ui/create-store.ts'
import { NoticeBar } from '../ui/notice.tsx'
import { DropOverlay } from '../uploads/drop-overlay.tsx'
import { UploadTray } from '../uploads/upload-tray.tsx'
import { guardUploads } from '../uploads/uploads.ts'
import { ConnectionLine } from './connection-line.tsx'
import { pageTitle } from './page-title.ts'
import { Rail } from './rail.tsx'
import { listenForShortcuts, useShortcut } from './shortcuts.ts'

const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.tsx'))
const Palette = lazy(() => import('../commands/palette.tsx'))

/** What surrounds every page of a signed-in person: the rail, transfers, notices, shortcuts, the live stream. */
export function AppShell() {
  const { data: person } = useSuspenseQuery(meQuery)
  const navigate = useNavigate()
  const [shortcutsOpen, setShortcutsOpen] = useState(false)
  const isPaletteOpen = useStore(paletteOpen)
  useLiveDatasets(person.id)
  useEffect(guardUploads, [])
  useEffect(listenForShortcuts, [])
  useShortcut('g d', 'Go to datasets', () => void navigate({ to: '/' }), 'Everywhere')
  useShortcut('g b', 'Go to dashboards', () => void navigate({ to: '/dashboards' }), 'Everywhere')
  useShortcut('g t', 'Go to the trash', () => void navigate({ to: '/trash' }), 'Everywhere')
  useShortcut('g a', 'Go to your account', () => void navigate({ to: '/account' }), 'Everywhere')
  useShortcut('mod+k', 'Search or run a command', () => paletteOpen.set(true), 'Everywhere')
  useShortcut('?', 'List the shortcuts', () => setShortcutsOpen(true), 'Everywhere')

  return (
    <RouterProvider navigate={(href) => void navigate({ href })}>
      <a
        href="#content"
        className="fixed top-2 left-2 z-70 -translate-y-20 rounded bg-accent px-3 py-1.5 text-13 font-medium text-on-accent focus:translate-y-0"
      >
        Skip to the content
      </a>
      <div className="flex h-dvh flex-col [--bottom-bar:56px] wide:flex-row wide:[--bottom-bar:0px] wide:[--rail:64px]">
        <Rail onShortcuts={() => setShortcutsOpen(true)} />
        <div
          id="content"
          tabIndex={-1}
          className="flex min-h-0 min-w-0 flex-1 flex-col outline-none max-wide:order-first"
        >
          <ConnectionLine />
          <Outlet />
        </div>
        <UploadTray />
        <NoticeBar />
      </div>
      <DropOverlay />
      <StepUpDialog />
      <PageAnnouncer />
      {person.is_superuser && <AdministrationShortcut />}
      {isPaletteOpen && (
        <Suspense>
          <Palette onClose={() => paletteOpen.set(false)} />
        </Suspense>
      )}
      {shortcutsOpen && (
        <Suspense>
          <ShortcutsDialog onClose={() => setShortcutsOpen(false)} />
        </Suspense>
      )}
    </RouterProvider>
  )
}

/** Reads the title out when another page opens; a page in one document is silent otherwise. */
function PageAnnouncer() {
  const title = useStore(pageTitle)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const first = useRef(path)
  return (
    <p role="status" className="sr-only">
      {path === first.current ? '' : title}
    </p>
  )
}

/** Is listed and acts for those alone who run this DataLens. */
function AdministrationShortcut() {
  const navigate = useNavigate()
  useShortcut('g p', 'Go to the people', () => void navigate({ to: '/administration/people' }), 'Everywhere')
  return null
}
