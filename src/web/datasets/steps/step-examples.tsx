import { cellText } from '../../../shared/cell-text.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import type { StepsPreview } from '../../../shared/steps.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ShownText } from '../../values/shown-text.tsx'

const cell = 'py-1.5 pr-4 align-top'

/** Some of the cells that steps change, before and after. */
export function StepExamples({ examples }: { examples: StepsPreview['examples'] }) {
  if (examples.length === 0) return null
  return (
    <ScrollRegion label="Some of the cells that change">
      <table className="w-full text-left text-13">
        <thead className="text-12 text-text-2">
          <tr className="border-b border-hairline">
            <th className={`${cell} text-right font-medium`}>row</th>
            <th className={`${cell} font-medium`}>column</th>
            <th className={`${cell} font-medium`}>now</th>
            <th className="py-1.5 font-medium">then</th>
          </tr>
        </thead>
        <tbody className="font-mono text-12 text-text">
          {examples.map(({ row_number: row, column, before, after }) => (
            <tr key={`${row} ${column}`} className="border-b border-hairline">
              <td className={`${cell} text-right tabular`}>{formatCount(row)}</td>
              <td className={`${cell} wrap-anywhere`}>{column}</td>
              <td className={`${cell} whitespace-pre-wrap wrap-anywhere`}>
                <ShownText shown={cellText(before)} />
              </td>
              <td className="py-1.5 align-top whitespace-pre-wrap wrap-anywhere">
                <ShownText shown={cellText(after)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
