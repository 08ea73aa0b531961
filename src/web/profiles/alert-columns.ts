import type { Alert } from '../../shared/alert.ts'
import { formatCounted } from '../../shared/format-numbers.ts'

const mostNamed = 5

/** What an alert is about: the names of its columns, or how many they are. */
export const alertColumns = ({ columns }: Alert): string =>
  columns.length > mostNamed ? formatCounted(columns.length, 'column') : columns.join(', ')
