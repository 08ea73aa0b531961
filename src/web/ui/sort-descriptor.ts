import type { SortDescriptor } from 'react-aria-components/Table'

/** An order as addresses write it, `name` or `-name`, as a table takes it. */
export const descriptorOf = (sort: string): SortDescriptor => ({
  column: sort.replace('-', ''),
  direction: sort.startsWith('-') ? 'descending' : 'ascending',
})

/** The order that a header was pressed for, as addresses write it; the headers name what can be sorted by. */
export const sortOf = <Sort extends string>({ column, direction }: SortDescriptor): Sort =>
  `${direction === 'descending' ? '-' : ''}${column}` as Sort
