import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { ColumnMatch } from '../../shared/dataset-version.ts'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { matchSentence } from './match-sentence.ts'

const changes: Record<ColumnMatch['change'], string> = {
  same: 'matches',
  retyped: 'another type',
  added: 'new',
  missing: 'missing',
}

const mostRows = 200

/** Which columns of a new file match those in use by name and type; what differs comes first. */
export function ColumnMatches({ matches }: { matches: readonly ColumnMatch[] }) {
  const sorted = matches.toSorted((a, b) => Number(a.change === 'same') - Number(b.change === 'same'))
  const isWhole = matches.every(({ change }) => change === 'same')
  return (
    <section>
      <p className="flex items-start gap-2 pb-2 text-14 font-medium">
        {isWhole ? (
          <CircleCheck aria-hidden size={16} className="mt-0.5 shrink-0 text-green" />
        ) : (
          <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-amber" />
        )}
        {matchSentence(matches)}
      </p>
      <ScrollRegion label="Columns and how they match" className="max-h-64 overflow-y-auto">
        <table className="w-full border-collapse text-13">
          <thead>
            <tr className="h-8 border-b border-hairline text-left text-12 whitespace-nowrap text-text-2">
              <th scope="col" className="pr-4 font-normal">
                Column
              </th>
              <th scope="col" className="pr-4 font-normal">
                In use
              </th>
              <th scope="col" className="pr-4 font-normal">
                In the new file
              </th>
              <th scope="col" className="font-normal">
                <span className="sr-only">Match</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, mostRows).map(({ name, sql_type, before, change }) => (
              <tr key={`${change} ${name}`} className="h-8 border-b border-hairline">
                <th scope="row" className="max-w-48 truncate pr-4 text-left font-medium" title={name}>
                  {name}
                </th>
                <td className="pr-4 font-mono text-12 whitespace-nowrap text-text-2">{before?.sql_type}</td>
                <td className="pr-4 font-mono text-12 whitespace-nowrap text-text-2">{sql_type}</td>
                <td className={change === 'same' ? 'whitespace-nowrap text-text-2' : 'whitespace-nowrap text-amber'}>
                  {changes[change]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}
