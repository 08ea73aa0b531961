import { ArrowDown, ArrowUp } from 'lucide-react'
import { Column } from 'react-aria-components/Table'
import { classNames } from './class-names.ts'

/** The heading of a column of a list, by which the list is sorted unless that makes no sense. */
export function HeaderCell({
  id,
  isRowHeader = false,
  sortable = true,
  numeric = false,
  className,
  children,
}: {
  id: string
  isRowHeader?: boolean
  sortable?: boolean
  numeric?: boolean
  className?: string
  children: React.ReactNode
}) {
  return (
    <Column
      id={id}
      isRowHeader={isRowHeader}
      allowsSorting={sortable}
      className={classNames(
        'flex h-8 items-center gap-1 text-12 font-medium text-text-2 outline-offset-0 data-[allows-sorting]:data-hovered:text-text',
        numeric && 'justify-end',
        className,
      )}
    >
      {({ sortDirection }) => (
        <>
          {children}
          {sortDirection === 'ascending' && <ArrowUp aria-hidden size={12} />}
          {sortDirection === 'descending' && <ArrowDown aria-hidden size={12} />}
        </>
      )}
    </Column>
  )
}
