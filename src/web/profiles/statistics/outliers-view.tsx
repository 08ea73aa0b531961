import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { outlierSql } from '../../../shared/definitions/outlier-sql.ts'
import { formatCount, formatCounted, formatShare, formatStatistic } from '../../../shared/format-numbers.ts'
import type { ColumnProfile } from '../../../shared/profile.ts'
import type { Filter } from '../../../shared/rows.ts'
import { type OutlierMethod, type Outliers, outlierThresholds } from '../../../shared/statistics.ts'
import { ChoiceMenu } from '../../ui/choice-menu.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useTypedText } from '../../ui/use-typed-text.ts'
import { ExplainedTerm } from '../explained-term.tsx'
import { Answered } from './answered.tsx'
import { outlierDefinitions } from './method-definitions.ts'
import { OutlierStrip } from './outlier-strip.tsx'
import { outliersQuery, type Subject } from './statistics-queries.ts'

type Found = Outliers['columns'][number]

const largestThreshold = 1e6

const methods = (Object.keys(outlierThresholds) as OutlierMethod[]).map((value) => ({
  value,
  label: outlierDefinitions[value].label,
}))
const grid =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-4 wide:grid-cols-[minmax(9rem,1.2fr)_minmax(9rem,2fr)_minmax(8rem,1.2fr)_7rem_8rem]'

/** Values far from the others, column by column, each with its bounds and a way to its rows. */
export function OutliersView({ subject, columns }: { subject: Subject; columns: ColumnProfile[] }) {
  const [method, setMethod] = useState<OutlierMethod>('iqr')
  const [settled, setSettled] = useState<string | undefined>(String(outlierThresholds.iqr))
  const [typed, setTyped] = useTypedText(settled, setSettled)
  const threshold = Number(settled?.replace(',', '.'))
  const isValid = threshold > 0 && threshold <= largestThreshold
  const { label, meaning, formula, thresholdLabel } = outlierDefinitions[method]
  return (
    <div className="flex flex-col gap-4 pb-8">
      <div className="flex flex-wrap items-start gap-3 px-4">
        <ChoiceMenu
          label="Method"
          className="h-9"
          value={method}
          options={methods}
          onChange={(next: OutlierMethod) => {
            setMethod(next)
            setSettled(String(outlierThresholds[next]))
          }}
        />
        <TextField
          label={`Threshold ${thresholdLabel}`}
          hideLabel
          value={typed}
          onChange={setTyped}
          inputMode="decimal"
          literal
          error={isValid ? null : `Write a number above 0, at most ${formatCount(largestThreshold)}.`}
          trailing={<span className="px-1.5 text-12 text-text-2">{thresholdLabel}</span>}
          className="w-28"
        />
        <span className="flex h-9 items-center text-13 text-text-2">
          <ExplainedTerm
            term={label}
            of="the columns"
            meaning={meaning}
            formula={formula}
            label="What is an outlier?"
          />
        </span>
      </div>
      {isValid && (
        <Answered
          query={outliersQuery(subject, { method, threshold })}
          label="Looking for outliers"
          title="The outliers could not be found"
        >
          {(answer) => <Answer subject={subject} answer={answer} columns={columns} />}
        </Answered>
      )}
    </div>
  )
}

function Answer({ subject, answer, columns }: { subject: Subject; answer: Outliers; columns: ColumnProfile[] }) {
  if (answer.columns.length === 0) {
    return (
      <EmptyState title="There is no numeric column">Outliers are values of numbers far from the others.</EmptyState>
    )
  }
  const profiles = new Map(columns.map((column) => [column.name, column]))
  const sorted = answer.columns.toSorted((a, b) => (b.share ?? 0) - (a.share ?? 0))
  const found = sorted.filter(({ count }) => count > 0)
  return (
    <>
      <p className="px-4 text-13 text-text-2 tabular">
        {answer.total === 0
          ? 'No row has a value outside the bounds.'
          : `${formatCounted(answer.total, 'row')} ${answer.total === 1 ? 'has' : 'have'} a value outside the bounds, in ${formatCounted(found.length, 'column')} of ${formatCount(sorted.length)}.`}
      </p>
      <div role="table" aria-label="Outliers by column">
        <div role="rowgroup" className="border-y border-hairline">
          <div role="row" className={`${grid} h-8 text-12 text-text-2`}>
            <span role="columnheader">Column</span>
            <span role="columnheader" className="max-wide:hidden">
              Middle half and bounds
            </span>
            <span role="columnheader" className="max-wide:hidden">
              Bounds
            </span>
            <span role="columnheader" className="text-right max-wide:hidden">
              Share
            </span>
            <span role="columnheader" className="text-right">
              Outside
            </span>
          </div>
        </div>
        <div role="rowgroup">
          {sorted.map((column) => (
            <ColumnLine key={column.name} {...{ subject, answer, column }} profile={profiles.get(column.name)} />
          ))}
        </div>
      </div>
    </>
  )
}

const noteText = {
  too_few: 'Too few values for bounds',
  no_spread: 'No spread: at least half of the values are alike',
}

function ColumnLine({
  subject,
  answer: { method, threshold },
  column,
  profile,
}: {
  subject: Subject
  answer: Outliers
  column: Found
  profile: ColumnProfile | undefined
}) {
  const { name, n, lower, upper, count, share, note } = column
  const { label, meaning, formula } = outlierDefinitions[method]
  return (
    <div role="row" className={`${grid} min-h-11 border-b border-hairline text-13 hover:bg-hover`}>
      <span role="rowheader" className="truncate font-medium" title={name}>
        {name}
      </span>
      <span role="cell" className="max-wide:hidden">
        {profile && <OutlierStrip profile={profile} lower={lower} upper={upper} />}
      </span>
      <span role="cell" className="truncate text-text-2 tabular max-wide:hidden">
        {note ? (
          noteText[note]
        ) : (
          <ExplainedTerm
            {...{ meaning, formula, n }}
            term={label}
            of={name}
            exact={`${lower} ${upper}`}
            sql={subject.filter ? undefined : outlierSql(method, threshold, name)}
            label={`${boundText(lower)} to ${boundText(upper)}`}
          />
        )}
      </span>
      <span role="cell" className="text-right text-text-2 tabular max-wide:hidden">
        {share === null ? '' : formatShare(share)}
      </span>
      <span role="cell" className="text-right tabular">
        {count === 0 ? (
          <span className="text-text-2">none</span>
        ) : (
          <Link
            to="/datasets/$id/$tab"
            params={{ id: subject.datasetId, tab: 'data' as never }}
            search={{ filter: outsideOf(column, subject.filter) }}
            className="rounded-sm text-accent underline-offset-2 hover:underline"
          >
            Show {formatCounted(count, 'row')}
            <span className="sr-only"> of {name}</span>
          </Link>
        )}
      </span>
    </div>
  )
}

const boundText = (bound: number | null) => (bound === null ? '–' : formatStatistic(bound))

/** The rows that the table shows: those outside the bounds, of what the page's filter leaves. */
const outsideOf = ({ name, lower, upper }: Found, filter: Filter | undefined): Filter => {
  const sides: Filter[] = [
    ...(lower === null ? [] : [{ column: name, op: 'lt' as const, value: lower }]),
    ...(upper === null ? [] : [{ column: name, op: 'gt' as const, value: upper }]),
  ]
  const outside: Filter = sides.length === 1 ? (sides[0] as Filter) : { or: sides }
  return filter ? { and: [filter, outside] } : outside
}
