import { classNames } from '../ui/class-names.ts'

/** The numbers of a chart as a table that scrolls in its place. */
export function NumberTable({
  id,
  columns,
  rows,
  textColumns,
  isTall,
}: {
  id?: string
  columns: string[]
  rows: string[][]
  /** How many of the first columns hold names rather than figures. */
  textColumns: number
  isTall: boolean
}) {
  return (
    <section
      id={id}
      aria-label="The chart as a table"
      className={classNames('overflow-auto rounded border border-hairline', isTall ? 'max-h-110' : 'max-h-60')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
    >
      <table className="w-full border-collapse text-12 tabular">
        <thead className="sticky top-0 bg-sunken">
          <tr>
            {columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={classNames('px-2 py-1 font-medium', index < textColumns ? 'text-left' : 'text-right')}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place
            <tr key={place} className="border-t border-hairline">
              {row.map((text, index) => (
                <td
                  key={columns[index]}
                  className={classNames('px-2 py-1', index < textColumns ? 'font-mono' : 'text-right')}
                >
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
