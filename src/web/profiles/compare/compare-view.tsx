import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Comparison } from '../../../shared/comparison.ts'
import type { Dataset } from '../../../shared/dataset.ts'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import { sentenceOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceMenu } from '../../ui/choice-menu.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Answered } from '../statistics/answered.tsx'
import { type Against, compareQuery, othersQuery } from './compare-queries.ts'
import { DriftTable } from './drift-table.tsx'

/** The dataset beside an earlier version of it or another dataset: what columns it has, and how their values moved. */
export default function CompareView({ dataset }: { dataset: Dataset }) {
  const { data: others, error, refetch } = useQuery(othersQuery(dataset.id, dataset.version))
  const [chosen, setChosen] = useState('')
  if (!others) {
    if (!error) return null
    return (
      <EmptyState
        title="What it can be compared with could not be fetched"
        action={<Button onPress={() => void refetch()}>Try again</Button>}
      >
        {sentenceOf(error)}
      </EmptyState>
    )
  }
  const against = others.find(({ value }) => value === chosen) ?? others[0]
  if (!against) {
    return (
      <EmptyState title="There is nothing to compare with">
        Upload a new version of this dataset, or another dataset.
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-4 pb-8">
      <div className="flex min-h-8 flex-wrap gap-2 px-4">
        <ChoiceMenu
          label="Compare with"
          value={against.value}
          options={others}
          onChange={setChosen}
          className="max-w-full"
        />
      </div>
      <Answered
        query={compareQuery(dataset.id, dataset.version, against)}
        label="Comparing"
        title="They could not be compared"
      >
        {(comparison) => <Compared comparison={comparison} against={against} />}
      </Answered>
    </div>
  )
}

function Compared({ comparison, against }: { comparison: Comparison; against: Against }) {
  const { drift, limited } = comparison
  return (
    <div className="flex flex-col gap-4">
      <p className="px-4 text-14 font-semibold">{summaryOf(comparison, against.label)}</p>
      <Changes columns={comparison.columns} />
      {drift.length > 0 && <DriftTable drift={drift} />}
      {limited && (
        <p className="px-4 text-12 text-text-2">
          Values are read from {formatCount(limited.rows)} and {formatCounted(limited.with_rows, 'row')}
          {limited.columns_left_out.length > 0 &&
            `; ${formatCounted(limited.columns_left_out.length, 'column')} were left out`}
          .
        </p>
      )}
    </div>
  )
}

const summaryOf = ({ rows, drift }: Comparison, other: string): string => {
  const drifted = drift.filter(({ level }) => level !== 'none').length
  const counts = `${formatCounted(rows.row_count, 'row')}, ${other} has ${formatCount(rows.with_row_count)}.`
  if (drift.length === 0) return `They have no column in common; ${counts}`
  if (drifted === 0) return `No column has drifted; ${counts}`
  return `${formatCount(drifted)} of ${formatCounted(drift.length, 'column')} drifted; ${counts}`
}

const mostNamed = 20

function Changes({ columns: { added, removed, retyped, renamed } }: Pick<Comparison, 'columns'>) {
  const changes = [
    { label: 'Added', texts: added },
    { label: 'Removed', texts: removed },
    { label: 'Renamed', texts: renamed.map(({ name, with_name: before }) => `${before} → ${name}`) },
    { label: 'Another type', texts: retyped.map((one) => `${one.name}: ${one.with_sql_type} → ${one.sql_type}`) },
  ].filter(({ texts }) => texts.length > 0)
  if (changes.length === 0) return <p className="px-4 text-13 text-text-2">Both have the same columns.</p>
  return (
    <dl className="mx-4 grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 gap-y-1 text-13">
      {changes.map(({ label, texts }) => (
        <div key={label} className="contents">
          <dt className="text-text-2">{label}</dt>
          <dd className="wrap-anywhere">
            {texts.slice(0, mostNamed).join(', ')}
            {texts.length > mostNamed && ` and ${formatCount(texts.length - mostNamed)} more`}
          </dd>
        </div>
      ))}
    </dl>
  )
}
