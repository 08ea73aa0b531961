import { useQuery } from '@tanstack/react-query'
import { cellText } from '../../../shared/cell-text.ts'
import type { Dataset } from '../../../shared/dataset.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import { effectSentence, stepSentence } from '../../../shared/step-sentence.ts'
import { type Step, stepsPreviewSchema } from '../../../shared/steps.ts'
import { sentenceOf } from '../../api/problem.ts'
import { change } from '../../api/request.ts'
import { Callout } from '../../ui/callout.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ShownText } from '../../values/shown-text.tsx'

/** What further steps would change: how many cells and rows, and some of the cells before and after. */
export function StepsChange({ dataset, inForce, steps }: { dataset: Dataset; inForce: Step[]; steps: Step[] }) {
  const { data, error } = useQuery({
    queryKey: ['datasets', 'steps-preview', dataset.id, dataset.version, inForce, steps],
    queryFn: ({ signal }) =>
      change('POST', `/datasets/${encodeURIComponent(dataset.id)}/steps/preview`, stepsPreviewSchema, {
        body: [...inForce, ...steps],
        query: { since: inForce.length, limit: 1 },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (error) return <Callout tone="failed">What would change is not known. {sentenceOf(error)}</Callout>
  if (!data)
    return (
      <Loading label="Counting what would change" className="flex flex-col gap-3">
        <Skeleton className="h-5 w-64" />
        <Skeleton className="h-40 w-full" />
      </Loading>
    )
  const effects = data.per_step.slice(inForce.length)
  const gone = steps.flatMap((step) => (step.op === 'drop_columns' ? step.columns : []))
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  const effect = {
    changed_cells: sum(effects.map(({ changed_cells }) => changed_cells)),
    removed_rows: sum(effects.map(({ removed_rows }) => removed_rows)),
  }
  return (
    <>
      <p role="status" className="pb-2 text-text tabular">
        {gone.length > 0 && effect.changed_cells + effect.removed_rows === 0
          ? `${steps.map(stepSentence).join('. ')}. No other cell changes.`
          : `${effectSentence(effect, false)}.`}
      </p>
      {data.examples.length > 0 && (
        <ScrollRegion label="Some of the cells that change">
          <table className="w-full text-left text-13">
            <thead className="text-12 text-text-2">
              <tr className="border-b border-hairline">
                <th className="py-1.5 pr-4 text-right font-medium">row</th>
                <th className="py-1.5 pr-4 font-medium">column</th>
                <th className="py-1.5 pr-4 font-medium">now</th>
                <th className="py-1.5 font-medium">then</th>
              </tr>
            </thead>
            <tbody className="font-mono text-12 text-text">
              {data.examples.map(({ row_number: row, column, before, after }) => (
                <tr key={`${row} ${column}`} className="border-b border-hairline">
                  <td className="py-1.5 pr-4 text-right tabular">{formatCount(row)}</td>
                  <td className="py-1.5 pr-4 wrap-anywhere">{column}</td>
                  <td className="py-1.5 pr-4 whitespace-pre-wrap wrap-anywhere">
                    <ShownText shown={cellText(before)} />
                  </td>
                  <td className="py-1.5 whitespace-pre-wrap wrap-anywhere">
                    <ShownText shown={cellText(after)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      <p className="pt-3 text-12">The file stays as it is, and every step can be taken back.</p>
    </>
  )
}
