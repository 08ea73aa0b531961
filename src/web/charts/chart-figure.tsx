import { ChartColumn, Table2 } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { NumberTable } from './number-table.tsx'

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
      {isTable ? <NumberTable {...{ id, columns, textColumns, isTall }} rows={rows()} /> : children}
      <figcaption className="text-12 text-text-2 tabular">{caption}</figcaption>
    </figure>
  )
}
