import { useQuery } from '@tanstack/react-query'
import { formatBytes } from '../../shared/format-bytes.ts'
import { formatCounted, formatDuration } from '../../shared/format-numbers.ts'
import type { System } from '../../shared/system.ts'
import { sentenceOf } from '../api/problem.ts'
import { usePageTitle } from '../shell/page-title.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Loading, Skeleton } from '../ui/skeleton.tsx'
import { SystemDisk } from './system-disk.tsx'
import { SystemErrors } from './system-errors.tsx'
import { SystemFacts } from './system-facts.tsx'
import { SystemJobs } from './system-jobs.tsx'
import { systemQuery } from './system-query.ts'

/** How this DataLens is doing. */
export function SystemPage() {
  usePageTitle('System')
  const system = useQuery(systemQuery)
  return (
    <section
      aria-label="System"
      className="min-h-0 flex-1 overflow-y-auto px-4 -outline-offset-2 wide:px-6"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
    >
      <div className="max-w-4xl pb-8">
        {system.error && (
          <Callout
            live
            tone="failed"
            title="The state of the system could not be read"
            action={<Button onPress={() => void system.refetch()}>Try again</Button>}
            className="mt-4"
          >
            {sentenceOf(system.error)}
          </Callout>
        )}
        {system.isPending && (
          <Loading label="Loading the state of the system" className="flex flex-col gap-8 py-6">
            <Skeleton className="h-16 w-full" />
            <Skeleton className="h-24 w-full" />
            <Skeleton className="h-24 w-full" />
          </Loading>
        )}
        {system.data && <Everything system={system.data} />}
      </div>
    </section>
  )
}

function Everything({ system }: { system: System }) {
  const { database, mail, sign_in_provider, versions } = system
  return (
    <>
      <SystemDisk disk={system.disk} />
      <SystemJobs jobs={system.jobs} />
      <SystemFacts
        title="Services"
        facts={[
          ['Database', `PostgreSQL ${versions.postgresql}, ${database.embedded ? 'embedded' : 'your own'}`],
          ['Its size', formatBytes(system.disk.database_bytes)],
          [
            'Mail',
            mail.via === 'smtp' ? 'sent by SMTP' : 'not set up: every mail is a file in the folder mail of the home',
          ],
          ['Mails waiting', formatCounted(mail.waiting, 'mail')],
          ['Sign-in provider', sign_in_provider ? `${sign_in_provider.name}, ${sign_in_provider.issuer}` : 'none'],
          ['Address in links', system.public_url ?? 'PUBLIC_URL is not set: where the server listens'],
        ]}
      />
      <SystemFacts
        title="Versions"
        facts={[
          ['DataLens', versions.datalens],
          ['Node', versions.node],
          ['DuckDB', versions.duckdb],
          ['Running for', formatDuration(system.uptime_seconds * 1000)],
        ]}
      />
      <SystemErrors errors={system.errors} />
    </>
  )
}
