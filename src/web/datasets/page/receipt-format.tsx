import { delimiterName, encodingName } from '../../../shared/format-facts.ts'
import { formatShare } from '../../../shared/format-numbers.ts'
import type { FoundFormat } from '../../../shared/receipt.ts'
import { CodeInText } from './code-in-text.tsx'

type Line = { what: string; chosen: string; because?: string; runnerUp?: string | undefined }

const lineEnds: Record<string, string> = { '\n': 'LF', '\r\n': 'CRLF', '\r': 'CR' }

const decided = (format: FoundFormat): Line[] => {
  const lines: [string, string | null][] = [
    ['type', format.type.toUpperCase()],
    ['compression', format.compression],
    ['sheet', format.sheet],
    ['range', format.range],
    ['JSON path', format.json_path],
    ['encoding', format.encoding && `${encodingName(format.encoding)}${format.bom ? ', with a byte order mark' : ''}`],
    ['delimiter', format.delimiter && delimiterName(format.delimiter)],
    ['quote', format.quote],
    ['escape', format.escape],
    ['comment', format.comment],
    ['line end', format.line_end && (lineEnds[format.line_end] ?? format.line_end)],
    ['header rows', String(format.header_rows)],
    ['skipped rows', format.skipped_rows > 0 ? String(format.skipped_rows) : null],
  ]
  const evidence = new Map(format.evidence.map((entry) => [entry.what.replaceAll('_', ' '), entry]))
  const shown = lines.flatMap(([what, chosen]): Line[] => {
    const entry = evidence.get(what)
    evidence.delete(what)
    return chosen === null || chosen === '' ? [] : [{ what, chosen, ...(entry && evidenceOf(entry)) }]
  })
  const others = [...evidence].map(([what, entry]) => ({
    what,
    chosen: nameOf(what, entry.chosen),
    ...evidenceOf(entry),
  }))
  return [...shown, ...others]
}

const nameOf = (what: string, value: string) =>
  what === 'delimiter' ? delimiterName(value) : what === 'encoding' ? encodingName(value) : value

const evidenceOf = ({ what, because, runner_up, margin }: FoundFormat['evidence'][number]) => ({
  because,
  runnerUp:
    runner_up === null
      ? undefined
      : `${nameOf(what, runner_up)}${margin === null ? '' : `, behind by ${margin >= 0 && margin <= 1 ? formatShare(margin) : margin}`}`,
})

/** The format found in the file: what was chosen, why, and what came second. */
export function ReceiptFormat({ format }: { format: FoundFormat }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-13">
        <thead>
          <tr className="h-8 border-b border-hairline text-left text-12 text-text-2">
            <th scope="col" className="w-32 pr-4 font-normal">
              What
            </th>
            <th scope="col" className="pr-4 font-normal">
              Found
            </th>
            <th scope="col" className="pr-4 font-normal">
              Because
            </th>
            <th scope="col" className="font-normal">
              Second best
            </th>
          </tr>
        </thead>
        <tbody>
          {decided(format).map(({ what, chosen, because, runnerUp }) => (
            <tr key={what} className="border-b border-hairline align-top">
              <th scope="row" className="py-1.5 pr-4 text-left font-normal text-text-2">
                {what}
              </th>
              <td className="py-1.5 pr-4 font-mono text-12 leading-5">{chosen}</td>
              <td className="max-w-prose py-1.5 pr-4 text-text-2">{because && <CodeInText text={because} />}</td>
              <td className="py-1.5 text-text-2">{runnerUp}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
