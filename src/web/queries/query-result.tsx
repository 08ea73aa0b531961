import type { Dataset } from '../../shared/dataset.ts'
import { ApiProblem, sentenceOf } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Loading, Skeleton } from '../ui/skeleton.tsx'
import type { ExampleQuery } from './example-queries.ts'
import { ResultActions } from './result-actions.tsx'
import { resultSentence } from './result-sentence.ts'
import { ResultTable } from './result-table.tsx'
import type { Answered, Run } from './use-run.ts'

/** Under the editor: examples before the first question, then its result, or why there is none. */
export function QueryResult({
  dataset,
  run,
  answered,
  isEdited,
  examples,
  onExample,
}: {
  dataset: Dataset
  run: Run
  answered: Answered | undefined
  /** The text has changed since the result was made. */
  isEdited: boolean
  examples: readonly ExampleQuery[]
  onExample: (sql: string) => void
}) {
  return (
    <section
      aria-label="Result"
      aria-busy={run.state === 'running'}
      className="flex min-h-0 flex-1 flex-col max-wide:min-h-80"
    >
      {run.state === 'running' && !answered && (
        <Loading label="Running" className="flex flex-col gap-3 p-4">
          <Skeleton className="h-14 w-full" />
          <Skeleton className="h-6 w-full" />
          <Skeleton className="h-6 w-full" />
        </Loading>
      )}
      {run.state === 'failed' && <Failure error={run.error} />}
      {run.state === 'stopped' && (
        <Callout live className="m-3">
          Stopped. {answered ? 'The result below is that of the query before.' : 'There is no result.'}
        </Callout>
      )}
      {answered ? (
        <>
          <ResultTable answer={answered.answer} />
          <footer className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-1 border-t border-hairline px-3 text-12 text-text-2">
            <p role="status" className="tabular min-w-0 flex-1 py-1.5 max-wide:basis-full">
              {resultSentence(answered.answer)}
              {isEdited && ' · of the query before your changes'}
            </p>
            <ResultActions dataset={dataset} question={answered.question} />
          </footer>
        </>
      ) : (
        (run.state === 'none' || run.state === 'stopped') && <Examples examples={examples} onExample={onExample} />
      )}
    </section>
  )
}

function Failure({ error }: { error: unknown }) {
  const title = error instanceof ApiProblem ? error.body.title : 'The query was not answered'
  return (
    <Callout live tone="failed" title={title} className="m-3">
      {sentenceOf(error)}
    </Callout>
  )
}

function Examples({ examples, onExample }: { examples: readonly ExampleQuery[]; onExample: (sql: string) => void }) {
  return (
    <div className="min-h-0 flex-1 overflow-auto p-4 wide:p-6">
      <h2 className="text-14 font-semibold">
        Ask in SQL. The table is <code className="font-mono">data</code>.
      </h2>
      <p className="mt-1 text-13 text-text-2">One SELECT as DuckDB writes it. Nothing that you ask changes the data.</p>
      <ul className="mt-4 grid gap-3 desk:grid-cols-3">
        {examples.map(({ title, sql }) => (
          <li
            key={title}
            className="flex flex-col gap-2 rounded-lg bg-surface p-3 shadow-[inset_0_0_0_1px_var(--color-hairline)]"
          >
            <h3 className="text-13 font-medium wrap-anywhere">{title}</h3>
            <pre className="min-h-0 flex-1 font-mono text-12 whitespace-pre-wrap text-text-2 wrap-anywhere">{sql}</pre>
            <Button size="small" aria-label={`Run: ${title}`} onPress={() => onExample(sql)} className="self-start">
              Run
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
