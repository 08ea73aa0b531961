import { KindIcon } from '../../ui/kind-icon.tsx'
import { cellText } from '../../values/cell-text.ts'
import { ShownText } from '../../values/shown-text.tsx'
import type { ReadingPreview } from './reading-preview-query.ts'

const mostColumns = 60

/** The first rows of a file in one reading, as a small table. */
export function ReadingRows({ preview: { columns, rows } }: { preview: Pick<ReadingPreview, 'columns' | 'rows'> }) {
  const shown = columns.slice(0, mostColumns)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section aria-label="First rows" tabIndex={0} className="overflow-x-auto">
      <table className="border-collapse font-mono text-12">
        <thead>
          <tr className="h-8 border-b border-hairline text-left font-sans whitespace-nowrap">
            {shown.map(({ name, kind, sql_type }) => (
              <th key={name} scope="col" title={`${name}, ${sql_type}`} className="max-w-56 truncate px-2 font-medium">
                <span className="inline-flex items-center gap-1.5">
                  <KindIcon kind={kind} size={12} />
                  {name}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={index} className="h-7 border-b border-hairline">
              {shown.map(({ name, kind }, column) => (
                <td
                  key={name}
                  className={`max-w-56 truncate px-2 ${kind === 'numeric' ? 'text-right tabular' : 'text-left'}`}
                >
                  <ShownText shown={cellText(row[column])} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {columns.length > mostColumns && (
        <p className="p-2 text-12 text-text-2">
          The first {mostColumns} of {columns.length} columns.
        </p>
      )}
    </section>
  )
}
