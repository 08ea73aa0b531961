import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { applicableOptions, type ReadingOption } from '../../../shared/applicable-options.ts'
import type { Dataset } from '../../../shared/dataset.ts'
import { formatCounted } from '../../../shared/format-numbers.ts'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import type { FoundFormat, Receipt } from '../../../shared/receipt.ts'
import { sentenceOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { ComparedRows } from '../page/compared-rows.tsx'
import { firstRowsQuery } from '../page/first-rows-query.ts'
import { useReadAgain } from '../page/use-new-version.ts'
import { ColumnFields } from './column-fields.tsx'
import { countDecisions, isSameReading } from './decide-option.ts'
import { ReadingFields } from './reading-fields.tsx'
import { problemsIn, problemsOf } from './reading-problems.ts'
import { useReadingPreview } from './use-reading-preview.ts'

/** What can be decided about a file of this format. */
const applicableTo = (type: FoundFormat['type']): readonly ReadingOption[] =>
  applicableOptions[type === 'tsv' ? 'csv' : type === 'ndjson' ? 'json' : type]

/** Every guess of a reading with a way to decide otherwise, and the first rows as they would be beside those in use. */
export function ReadAgainPanel({
  dataset,
  receipt,
  before,
  onClose,
}: {
  dataset: Dataset
  receipt: Receipt
  /** What a person has decided about the version in use. */
  before: ReadingOptions
  onClose: () => void
}) {
  const [options, setOptions] = useState(before)
  const [changed, setChanged] = useState<string>()
  const [round, setRound] = useState(0)
  const readAgain = useReadAgain(dataset)
  const known = problemsIn(options)
  const { preview, error, isPending } = useReadingPreview(dataset, known.size > 0 ? null : options)
  const { data: inUse } = useQuery(firstRowsQuery(dataset.id, dataset.version))
  const refused = problemsOf(error, options, changed)
  const problems = known.size > 0 ? known : refused
  const applicable = applicableTo(receipt.format.type)
  const decisions = countDecisions(options)
  const isSame = isSameReading(options, before)
  const change = (next: ReadingOptions, field: string) => {
    setOptions(next)
    setChanged(field)
  }
  const start = (given: ReadingOptions) => {
    setOptions(given)
    setChanged(undefined)
    setRound(round + 1)
  }

  return (
    <div className="grid gap-x-8 gap-y-6 desk:grid-cols-[19rem_minmax(0,1fr)]">
      <form
        key={round}
        aria-label="How the file is read"
        className="flex flex-col gap-3 max-desk:order-2"
        onSubmit={(event) => event.preventDefault()}
      >
        <ReadingFields
          dataset={dataset}
          applicable={applicable}
          format={(error ? undefined : preview?.format) ?? receipt.format}
          lines={receipt.lines}
          options={options}
          problems={problems}
          onChange={change}
        />
        {applicable.includes('columns') && (
          <>
            <h3 className="pt-2 text-13 font-semibold">Columns</h3>
            <ColumnFields
              columns={preview?.columns ?? inUse?.columns ?? []}
              takesMarks={applicable.includes('decimal')}
              options={options}
              problems={problems}
              onChange={change}
            />
          </>
        )}
      </form>
      <div className="min-w-0 max-desk:order-1">
        <div className="flex flex-col gap-4 desk:sticky desk:top-4">
          <div className="flex flex-wrap items-center gap-2">
            <Button
              variant="primary"
              isPending={readAgain.isPending}
              isDisabled={isSame || problems.size > 0 || dataset.job !== null}
              onPress={() => readAgain.mutate({ options }, { onSuccess: onClose })}
            >
              Read again
            </Button>
            <Button onPress={onClose}>Leave it as it is</Button>
            {decisions > 0 && (
              <Button variant="quiet" onPress={() => start({})}>
                Everything as found
              </Button>
            )}
            <span role="status" className="text-12 text-text-2">
              {decisions === 0
                ? 'Nothing is decided: all is as found.'
                : `${formatCounted(decisions, 'choice')} of yours.`}
            </span>
          </div>
          <section aria-busy={isPending}>
            <h3 className="flex items-center gap-2 pb-1.5 text-13 font-semibold">
              As it would be
              {isPending && <Spinner label="Reading the beginning" />}
            </h3>
            {error && refused.size === 0 && <Callout tone="failed">{sentenceOf(error)}</Callout>}
            {refused.has('') && (
              <Callout tone="look" className="mb-2">
                {refused.get('')}
              </Callout>
            )}
            {preview && !error ? (
              <div className={isPending ? 'opacity-60' : undefined}>
                <ComparedRows label="First rows as they would be" shown={preview} other={inUse} />
                {preview.read < preview.of && (
                  <p className="pt-1 text-12 text-text-2">
                    From the first {formatCounted(preview.rows_read, 'row')}: types may become wider when all of the
                    file is read.
                  </p>
                )}
              </div>
            ) : (
              !error && <Skeleton className="h-72 w-full" />
            )}
          </section>
          <section>
            <h3 className="pb-1.5 text-13 font-semibold">In use now</h3>
            {inUse ? <ComparedRows label="First rows in use" shown={inUse} /> : <Skeleton className="h-72 w-full" />}
          </section>
        </div>
      </div>
    </div>
  )
}
