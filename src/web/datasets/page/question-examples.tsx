import { cellText } from '../../../shared/cell-text.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import type { Question } from '../../../shared/receipt.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ShownText } from '../../values/shown-text.tsx'

const mostRows = 5

/** The first rows that the readings of a column tell apart, with the value in each; nothing where none is known. */
export function QuestionExamples({ question: { chosen, alternatives } }: { question: Question }) {
  const known = alternatives.filter(({ examples }) => examples && examples.length > 0)
  const rows = [...new Map(known.flatMap(({ examples = [] }) => examples.map((one) => [one.row_number, one]))).values()]
    .sort((a, b) => a.row_number - b.row_number)
    .slice(0, mostRows)
  if (rows.length === 0) return null
  return (
    <ScrollRegion label="Rows that the readings tell apart">
      <table className="w-full border-collapse text-13">
        <thead>
          <tr className="h-8 border-b border-hairline text-left text-12 whitespace-nowrap text-text-2">
            <th scope="col" className="w-16 pr-4 text-right font-normal">
              Row
            </th>
            <th scope="col" className="pr-6 font-normal">
              In the file
            </th>
            <th scope="col" className="bg-selected px-3 font-medium text-text">
              {chosen} <span className="font-normal text-text-2">(in use)</span>
            </th>
            {known.map(({ label }) => (
              <th key={label} scope="col" className="px-3 font-medium text-text">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="font-mono text-12">
          {rows.map(({ row_number, raw, chosen: value }) => (
            <tr key={row_number} className="h-8 border-b border-hairline">
              <td className="pr-4 text-right text-text-2 tabular">{formatCount(row_number)}</td>
              <td className="max-w-72 truncate pr-6 text-text-2">
                <Value value={raw} />
              </td>
              <td className="max-w-72 truncate bg-selected px-3">
                <Value value={value} />
              </td>
              {known.map(({ label, examples }) => {
                const example = examples?.find((one) => one.row_number === row_number)
                return (
                  <td key={label} className="max-w-72 truncate px-3">
                    {example && <Value value={example.other} />}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function Value({ value }: { value: unknown }) {
  return <ShownText shown={cellText(value)} />
}
