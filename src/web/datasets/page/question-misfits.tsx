import { useState } from 'react'
import { cellText } from '../../../shared/cell-text.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import type { Question } from '../../../shared/receipt.ts'
import { Button } from '../../ui/button.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ShownText } from '../../values/shown-text.tsx'

const shownAtFirst = 5

type Misfit = NonNullable<Question['alternatives'][number]['misfits']>[number]

/** The values that a type does not fit, each with its line in the file and what becomes of it in either reading. */
export function QuestionMisfits({
  column,
  label,
  count,
  children: misfits,
}: {
  column: string
  label: string
  count: number | null
  children: Misfit[]
}) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? misfits : misfits.slice(0, shownAtFirst)
  const unlisted = (count ?? misfits.length) - misfits.length
  return (
    <>
      <ScrollRegion label={`Values of ${column} that are not ${label}`}>
        <table className="w-full border-collapse text-13">
          <thead>
            <tr className="h-8 border-b border-hairline text-left text-12 whitespace-nowrap text-text-2">
              <th scope="col" className="w-16 pr-4 text-right font-normal">
                Line
              </th>
              <th scope="col" className="w-16 pr-6 text-right font-normal">
                Row
              </th>
              <th scope="col" className="bg-selected px-3 font-medium text-text">
                text <span className="font-normal text-text-2">(in use)</span>
              </th>
              <th scope="col" className="px-3 font-medium text-text">
                {label}
              </th>
            </tr>
          </thead>
          <tbody className="font-mono text-12">
            {shown.map(({ row_number, line_number, raw }) => (
              <tr key={row_number} className="h-8 border-b border-hairline">
                <td className="pr-4 text-right tabular">{line_number === null ? '' : formatCount(line_number)}</td>
                <td className="pr-6 text-right text-text-2 tabular">{formatCount(row_number)}</td>
                <td className="max-w-96 truncate bg-selected px-3">
                  <ShownText shown={cellText(raw)} />
                </td>
                <td className="px-3">
                  <ShownText shown={cellText(null)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-text-2">
        {misfits.length > shownAtFirst && (
          <Button size="small" variant="quiet" className="-ml-2.5" onPress={() => setWhole(!isWhole)}>
            {isWhole ? `Show the first ${shownAtFirst}` : `Show ${misfits.length - shownAtFirst} more`}
          </Button>
        )}
        {unlisted > 0 && <span>{formatCount(unlisted)} further values are not listed before you answer.</span>}
      </div>
    </>
  )
}
