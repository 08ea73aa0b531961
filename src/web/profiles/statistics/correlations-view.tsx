import { useState } from 'react'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import type { ColumnProfile } from '../../../shared/profile.ts'
import { coefficientText } from '../../../shared/statistic-text.ts'
import { type CorrelationMethod, type Correlations, correlationMethods } from '../../../shared/statistics.ts'
import { ChartFigure } from '../../charts/chart-figure.tsx'
import { HeatMap } from '../../charts/heat-map.tsx'
import { useWidth } from '../../charts/use-width.ts'
import { Callout } from '../../ui/callout.tsx'
import { ChoiceMenu } from '../../ui/choice-menu.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Answered } from './answered.tsx'
import { correlationDefinitions } from './method-definitions.ts'
import { PairDetails } from './pair-details.tsx'
import { PairList } from './pair-list.tsx'
import { correlationsQuery, type Subject } from './statistics-queries.ts'

type Method = 'auto' | CorrelationMethod
type Pair = { x: string; y: string }

const methods = [
  { value: 'auto' as const, label: 'What fits each pair' },
  ...correlationMethods.map((value) => ({ value, label: correlationDefinitions[value].label })),
]

/** How the columns go together: an ordered heat map and the strongest pairs, one of them in full. */
export function CorrelationsView({ subject, columns }: { subject: Subject; columns: ColumnProfile[] }) {
  const [method, setMethod] = useState<Method>('auto')
  return (
    <div className="flex flex-col gap-4 pb-8">
      <div className="px-4">
        <ChoiceMenu label="Method" value={method} options={methods} onChange={(next: Method) => setMethod(next)} />
      </div>
      <Answered
        query={correlationsQuery(subject, { method })}
        label="Comparing the columns"
        title="The columns could not be compared"
      >
        {(answer) => <Answer key={method} {...{ subject, columns, method, answer }} />}
      </Answered>
    </div>
  )
}

function Answer({
  subject,
  columns,
  method,
  answer,
}: {
  subject: Subject
  columns: ColumnProfile[]
  method: Method
  answer: Correlations
}) {
  const [chosen, setChosen] = useState<Pair | undefined>()
  const { pairs, order, limited } = answer
  if (order.length < 2) {
    return (
      <EmptyState title="There are no two columns to compare">
        This method needs two columns of the right kind. Texts count as categories up to 100 different values.
      </EmptyState>
    )
  }
  const listed = chosen ? pairs.find(({ x, y }) => x === chosen.x && y === chosen.y) : pairs[0]
  const pairCount = pairs.length + (limited?.pairs_left_out ?? 0)
  return (
    <>
      {limited && <Limits limited={limited} />}
      <div className="grid gap-x-8 gap-y-6 px-4 desk:grid-cols-[minmax(0,7fr)_minmax(20rem,5fr)]">
        <Matrix answer={answer} pair={chosen ?? listed} onChoose={setChosen} />
        <div className="flex min-w-0 flex-col gap-5">
          {listed && <PairDetails {...{ subject, columns, pairCount, limited }} pair={listed} />}
          {chosen && !listed && (
            <Answered
              query={correlationsQuery(subject, { method, columns: [chosen.x, chosen.y] })}
              label={`Comparing ${chosen.x} and ${chosen.y}`}
              title="The pair could not be compared"
            >
              {({ pairs: [pair], limited: limits }) =>
                pair ? (
                  <PairDetails
                    {...{ subject, columns, pairCount }}
                    pair={{ ...pair, p_adjusted: null }}
                    limited={limits}
                  />
                ) : (
                  <p className="text-13 text-text-2">{`This method cannot compare ${chosen.x} and ${chosen.y}.`}</p>
                )
              }
            </Answered>
          )}
          <PairList pairs={pairs} chosen={listed} onChoose={setChosen} />
        </div>
      </div>
    </>
  )
}

function Limits({ limited }: { limited: NonNullable<Correlations['limited']> }) {
  const { rows, of, columns_left_out: leftOut, pairs_left_out: pairsLeftOut } = limited
  return (
    <Callout className="mx-4">
      {rows < of && `Measured on ${formatCount(rows)} rows, evenly drawn from ${formatCount(of)}. `}
      {leftOut.length > 0 &&
        `${formatCounted(leftOut.length, 'column')} left out, as too many or with over 100 different texts: ${named(leftOut)}. `}
      {pairsLeftOut > 0 && `The ${formatCount(pairsLeftOut)} weakest pairs are in the map but not in the list.`}
    </Callout>
  )
}

const mostNamed = 5
const named = (names: string[]) =>
  names.length > mostNamed
    ? `${names.slice(0, mostNamed).join(', ')} and ${formatCount(names.length - mostNamed)} more`
    : names.join(', ')

function Matrix({
  answer: { columns, order, matrix, pairs },
  pair,
  onChoose,
}: {
  answer: Correlations
  pair: Pair | undefined
  onChoose: (pair: Pair) => void
}) {
  const [box, width] = useWidth()
  const places = order.map((name) => columns.indexOf(name))
  const between = (row: number, column: number) => {
    const [a, b] = [places[row] as number, places[column] as number]
    return { x: columns[Math.min(a, b)] as string, y: columns[Math.max(a, b)] as string, value: matrix[a]?.[b] ?? null }
  }
  const [strongest] = pairs
  const chosen = pair && { row: order.indexOf(pair.y), column: order.indexOf(pair.x) }
  return (
    <div ref={box} className="min-w-0">
      <ChartFigure
        title="What goes together stands together"
        caption={`${formatCounted(order.length, 'column')}, each with each`}
        columns={['Column', ...order]}
        rows={() =>
          order.map((name, row) => [
            name,
            ...order.map((_, column) => (row === column ? '' : coefficientText(between(row, column).value))),
          ])
        }
      >
        <div className="overflow-x-auto">
          {width > 0 && (
            <HeatMap
              summary={
                strongest
                  ? `${formatCounted(order.length, 'column')} compared; the strongest pair is ${strongest.x} and ${strongest.y} with ${coefficientText(strongest.value)}. The list beside it has the numbers.`
                  : `${formatCounted(order.length, 'column')} compared.`
              }
              names={order}
              width={width}
              cellAt={(row, column) => {
                const { value } = between(row, column)
                const text = coefficientText(value)
                return { value, text, tip: [value === null ? 'Not measured: too few values, or all alike' : text] }
              }}
              chosen={chosen}
              onChoose={(row, column) => onChoose(between(row, column))}
            />
          )}
        </div>
      </ChartFigure>
    </div>
  )
}
