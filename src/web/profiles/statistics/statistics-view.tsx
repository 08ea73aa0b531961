import type { ColumnProfile } from '../../../shared/profile.ts'
import { CorrelationsView } from './correlations-view.tsx'
import { OutliersView } from './outliers-view.tsx'
import type { Subject } from './statistics-queries.ts'
import { TrendsView } from './trends-view.tsx'

/** One of the questions of statistics about the columns; fetched when it is first asked. */
export default function StatisticsView({
  view,
  subject,
  columns,
}: {
  view: 'correlations' | 'outliers' | 'trends'
  subject: Subject
  columns: ColumnProfile[]
}) {
  if (view === 'correlations') return <CorrelationsView subject={subject} columns={columns} />
  if (view === 'outliers') return <OutliersView subject={subject} columns={columns} />
  return <TrendsView subject={subject} columns={columns} />
}
