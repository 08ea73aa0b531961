import { cellText } from '../../../shared/cell-text.ts'
import type { RowsColumn } from '../../../shared/rows.ts'
import { classNames } from '../../ui/class-names.ts'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ShownText } from '../../values/shown-text.tsx'

export type FirstRows = { columns: RowsColumn[]; rows: unknown[][] }

const mostColumns = 80

/** The first rows in one reading; what another reading has otherwise is marked. */
export function ComparedRows({
  label,
  shown,
  other,
}: {
  label: string
  shown: FirstRows
  other?: FirstRows | undefined
}) {
  const columns = shown.columns.slice(0, mostColumns)
  const isOther = (row: number, column: number) =>
    other !== undefined && JSON.stringify(shown.rows[row]?.[column]) !== JSON.stringify(other.rows[row]?.[column])
  const isOtherColumn = (column: number) => {
    const [one, two] = [shown.columns[column], other?.columns[column]]
    return other !== undefined && (one?.name !== two?.name || one?.sql_type !== two?.sql_type)
  }
  return (
    <ScrollRegion label={label} className="rounded shadow-[inset_0_0_0_1px_var(--color-hairline)]">
      <table className="border-collapse font-mono text-12">
        <thead>
          <tr className="border-b border-hairline text-left font-sans whitespace-nowrap">
            {columns.map(({ name, kind, sql_type }, column) => (
              <th
                key={name}
                scope="col"
                title={name}
                className={classNames('max-w-56 px-2.5 py-1.5 font-medium', isOtherColumn(column) && 'bg-selected')}
              >
                <span className="flex items-center gap-1.5">
                  <KindIcon kind={kind} size={12} />
                  <span className="truncate">{name}</span>
                </span>
                <span className="block font-mono font-normal text-text-2">{sql_type}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={index} className="h-7 border-b border-hairline last:border-b-0">
              {columns.map(({ name, kind }, column) => (
                <td
                  key={name}
                  className={classNames(
                    'max-w-56 truncate px-2.5',
                    kind === 'numeric' && 'text-right tabular',
                    isOther(index, column) && 'bg-selected',
                  )}
                >
                  <ShownText shown={cellText(row[column])} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.columns.length > mostColumns && (
        <p className="p-2 text-12 text-text-2">
          The first {mostColumns} of {shown.columns.length} columns.
        </p>
      )}
    </ScrollRegion>
  )
}
