import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ColumnProfile } from '../../../shared/profile.ts'
import { type TrendAggregate, type TrendGrain, trendAggregates, trendGrains } from '../../../shared/statistics.ts'
import { ChoiceMenu } from '../../ui/choice-menu.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Answered } from './answered.tsx'
import { type Subject, trendQuery } from './statistics-queries.ts'
import { TrendAnswer } from './trend-answer.tsx'

type Asked = {
  date: string | undefined
  value: string | undefined
  grain: 'auto' | TrendGrain
  aggregate: TrendAggregate
}

/** Counting rows needs no column; column names may be anything, so this is none. */
const countsRows = '\u0000rows'
const grainText: Record<TrendGrain, string> = {
  day: 'Day',
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
}
const aggregateText: Record<TrendAggregate, string> = { sum: 'Sum', mean: 'Mean', count: 'Count of values' }

/** How a column moves over time; what is drawn is chosen until a person chooses. */
export function TrendsView({ subject, columns }: { subject: Subject; columns: ColumnProfile[] }) {
  const dates = columns.filter(({ kind, sql_type: type }) => kind === 'temporal' && !/^TIME(_NS)?( |$)/.test(type))
  const measures = columns.filter(({ kind }) => kind === 'numeric')
  if (dates.length > 0) return <Trends subject={subject} dates={dates} measures={measures} />
  return (
    <EmptyState title="There is no column of dates">
      A trend needs one. If a column holds dates as text, read it again as dates on the Source tab.
    </EmptyState>
  )
}

function Trends({ subject, dates, measures }: { subject: Subject; dates: ColumnProfile[]; measures: ColumnProfile[] }) {
  const [asked, setAsked] = useState<Asked>({
    date: undefined,
    value: undefined,
    grain: 'auto',
    aggregate: 'mean',
  })
  const { date, value, grain, aggregate } = asked
  const isCount = value === countsRows
  const query = trendQuery(subject, {
    date,
    value: isCount ? undefined : value,
    grain,
    aggregate: isCount ? 'count' : value === undefined ? undefined : aggregate,
  })
  const { data: trend } = useQuery({ ...query, placeholderData: keepPreviousData })
  const shownValue = value ?? (trend && (trend.value ?? countsRows))
  const change = (part: Partial<Asked>) => setAsked({ ...asked, value: shownValue, ...part })
  return (
    <div className="flex flex-col gap-4 pb-8">
      <div className="flex min-h-8 flex-wrap gap-2 px-4">
        <ChoiceMenu
          label="Dates"
          value={date ?? trend?.date ?? ''}
          options={optionsOf(dates)}
          onChange={(next) => change({ date: next })}
        />
        <ChoiceMenu
          label="Value"
          value={shownValue ?? ''}
          options={[...optionsOf(measures), { value: countsRows, label: 'Number of rows' }]}
          onChange={(next) => change({ value: next })}
        />
        {shownValue !== countsRows && (
          <ChoiceMenu
            label="Aggregate"
            value={aggregate}
            options={trendAggregates.map((name) => ({ value: name, label: aggregateText[name] }))}
            onChange={(next: TrendAggregate) => change({ aggregate: next })}
          />
        )}
        <ChoiceMenu
          label="By"
          value={grain}
          options={[
            {
              value: 'auto' as const,
              label: trend && grain === 'auto' ? `${grainText[trend.grain]} (chosen)` : 'Chosen',
            },
            ...trendGrains.map((name) => ({ value: name, label: grainText[name] })),
          ]}
          onChange={(next: 'auto' | TrendGrain) => change({ grain: next })}
        />
      </div>
      <Answered query={query} label="Drawing the trend" title="The trend could not be drawn">
        {(answer) => <TrendAnswer trend={answer} isFiltered={subject.filter !== undefined} />}
      </Answered>
    </div>
  )
}

const optionsOf = (columns: ColumnProfile[]) => columns.map(({ name }) => ({ value: name, label: name }))
