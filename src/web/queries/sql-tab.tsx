import { useQuery } from '@tanstack/react-query'
import { Play, Square } from 'lucide-react'
import { lazy, Suspense, useId, useMemo, useRef } from 'react'
import type { Dataset } from '../../shared/dataset.ts'
import { formatCount, formatDuration } from '../../shared/format-numbers.ts'
import { queryLimits, queryTimeouts } from '../../shared/queries.ts'
import { ApiProblem } from '../api/problem.ts'
import { useStoredChoice } from '../datasets/page/stored-choice.ts'
import { useSidePanel } from '../datasets/page/use-side-panel.ts'
import { profileQuery } from '../profiles/profile-query.ts'
import { useShortcut } from '../shell/shortcuts.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { PanelToggle } from '../ui/panel-toggle.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useMedia } from '../ui/use-media.ts'
import { exampleQueries } from './example-queries.ts'
import { QueryPanel } from './query-panel.tsx'
import { QueryResult } from './query-result.tsx'
import type { SqlEditorHandle, SqlProblem } from './sql-editor.tsx'
import { useDraft } from './use-draft.ts'
import { useQueryTables } from './use-query-tables.ts'
import { type Run, useRun } from './use-run.ts'

const SqlEditor = lazy(() => import('./sql-editor.tsx'))

const rowLimits = ['100', String(queryLimits.usual), String(queryLimits.most)] as const
const timeLimits = ['10000', String(queryTimeouts.usual), String(queryTimeouts.most)] as const
const noProblems: SqlProblem[] = []

/** A question in SQL about this dataset and others: the text, what it is made of, and its result. */
export default function SqlTab({ dataset, isInView }: { dataset: Dataset; isInView: boolean }) {
  const { draft, given, change, open, isGone } = useDraft(dataset.id, isInView)
  const tables = useQueryTables(dataset, draft.with)
  const { run, answered, start, stop } = useRun(dataset.id)
  const profile = useQuery(profileQuery(dataset.id, dataset.version))
  const examples = useMemo(
    () => (profile.isPending ? [] : exampleQueries(dataset.columns_info ?? [], profile.data)),
    [dataset.columns_info, profile.data, profile.isPending],
  )
  const [rows, setRows] = useStoredChoice('sql-rows', rowLimits, rowLimits[1])
  const [time, setTime] = useStoredChoice('sql-time', timeLimits, timeLimits[1])
  const isWide = useMedia('(min-width: 1100px)')
  const [isPanelOpen, openPanel] = useSidePanel('sql-panel', { isSheet: !isWide, isOpenAtFirst: true })
  const togglePanel = () => openPanel(!isPanelOpen)
  useShortcut('i', 'Show or hide the tables and saved queries', isInView ? togglePanel : undefined)

  const editor = useRef<SqlEditorHandle>(null)
  const hintId = useId()
  const isRunning = run.state === 'running'
  const isEmpty = draft.sql.trim() === ''
  const ask = (question = draft) => {
    if (question.sql.trim() !== '') void start(question, { limit: Number(rows), timeout_ms: Number(time) })
  }
  const problems = useMemo(() => problemsOf(run, draft.sql), [run, draft.sql])

  return (
    <div className="flex h-full min-h-0">
      <div className="flex min-w-0 flex-1 flex-col max-wide:overflow-y-auto">
        <div
          role="toolbar"
          aria-label="Query"
          className="flex shrink-0 flex-wrap items-center gap-2 border-b border-hairline px-3 py-2"
        >
          {isRunning ? (
            <Button onPress={() => stop()}>
              <Square aria-hidden size={13} />
              Stop
            </Button>
          ) : (
            <Button variant="primary" isDisabled={isEmpty} onPress={() => ask()}>
              <Play aria-hidden size={13} />
              Run
            </Button>
          )}
          <Select
            label="Rows shown at most"
            hideLabel
            value={rows}
            options={rowLimits.map((value) => ({ value, label: `${formatCount(Number(value))} rows` }))}
            onChange={setRows}
          />
          <Select
            label="Time at most"
            hideLabel
            value={time}
            options={timeLimits.map((value) => ({ value, label: `up to ${formatDuration(Number(value))}` }))}
            onChange={setTime}
          />
          <span className="flex-1" />
          <PanelToggle what="the tables and saved queries" isOpen={isPanelOpen} onPress={togglePanel} />
        </div>
        {isGone && (
          <Callout tone="look" live className="m-3">
            The saved query of this address is gone, or was never shared with you.
          </Callout>
        )}
        <div className="h-28 shrink-0 wide:h-[clamp(7rem,28dvh,18rem)]">
          <Suspense fallback={<Skeleton className="m-3 h-20" />}>
            <SqlEditor
              ref={editor}
              given={given}
              tables={tables}
              problems={problems}
              hintId={hintId}
              onChange={(sql) => change((now) => ({ ...now, sql }))}
              onRun={ask}
              onStop={stop}
            />
          </Suspense>
        </div>
        <p
          id={hintId}
          className="flex shrink-0 items-center gap-x-4 border-y border-hairline px-3 py-1.5 text-12 text-text-2 max-wide:hidden"
        >
          <span>
            <Kbd keys="mod+Enter" /> runs
          </span>
          <span>
            <Kbd keys="Esc" /> stops
          </span>
          <span>
            <Kbd keys="Esc" /> then <Kbd keys="Tab" /> leaves the editor
          </span>
        </p>
        <p role="status" className="sr-only">
          {isRunning ? 'The query is running.' : ''}
        </p>
        <QueryResult
          dataset={dataset}
          run={run}
          answered={answered}
          isEdited={answered !== undefined && answered.question.sql !== draft.sql}
          examples={examples}
          onExample={(sql) => {
            open({ ...draft, sql })
            ask({ ...draft, sql })
          }}
        />
      </div>
      {isPanelOpen && (
        <QueryPanel
          isSheet={!isWide}
          datasetId={dataset.id}
          tables={tables}
          question={draft}
          onJoin={(joined) => change((now) => ({ ...now, with: joined }))}
          onInsert={(text) => editor.current?.insert(text)}
          onOpen={open}
          onClose={togglePanel}
        />
      )}
    </div>
  )
}

/** What the server said is wrong with the text, while it is still that text. */
function problemsOf(run: Run, sql: string): SqlProblem[] {
  if (run.state !== 'failed' || run.question.sql !== sql || !(run.error instanceof ApiProblem)) return noProblems
  const errors = run.error.body.errors?.filter(({ path }) => path === 'sql') ?? []
  return errors.length > 0 ? errors : noProblems
}
