import { ChartColumn, Table2 } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { classNames } from '../ui/class-names.ts'

/** A chart with what belongs to it: its title, its caption (n, and nulls beside) and the same numbers as a table, one press away. */
export function ChartFigure({
  title,
  caption,
  columns,
  rows,
  textColumns = 1,
  isTall = false,
  children,
}: {
  title: React.ReactNode
  caption: React.ReactNode
  columns: string[]
  rows: () => string[][]
  /** How many of the first columns hold names rather than figures. */
  textColumns?: number
  /** The table has more than a glance's room. */
  isTall?: boolean
  children: React.ReactNode
}) {
  const [isTable, setTable] = useState(false)
  const id = useId()
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <div className="flex min-h-6 items-start gap-2 text-12 text-text-2">
        <div className="min-w-0 flex-1">{title}</div>
        <Button
          aria-expanded={isTable}
          {...(isTable ? { 'aria-controls': id } : {})}
          onPress={() => setTable(!isTable)}
          className="-mr-1.5 inline-flex h-6 shrink-0 items-center gap-1 rounded-sm px-1.5 data-hovered:bg-hover data-hovered:text-text"
        >
          {isTable ? <ChartColumn aria-hidden size={12} /> : <Table2 aria-hidden size={12} />}
          {isTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </div>
      {isTable ? <Numbers {...{ id, columns, textColumns, isTall }} rows={rows()} /> : children}
      <figcaption className="text-12 text-text-2 tabular">{caption}</figcaption>
    </figure>
  )
}

function Numbers({
  id,
  columns,
  rows,
  textColumns,
  isTall,
}: {
  id: string
  columns: string[]
  rows: string[][]
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
