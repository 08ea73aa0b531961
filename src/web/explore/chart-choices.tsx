import type { ChartAggregate, ChartData, ChartSort, ChartSpec } from '../../shared/charts.ts'
import { chartGrains } from '../../shared/charts.ts'
import { ChoiceMenu } from '../ui/choice-menu.tsx'
import { Switch } from '../ui/switch.tsx'
import {
  aggregatesFor,
  channelOf,
  choicesFor,
  type KindOf,
  measuredChannel,
  withChannelPart,
  withPart,
} from './chart-draft.ts'
import { aggregateText } from './chart-title.ts'

const binCounts = ['5', '10', '20', '50', '100']
const sorts: { value: ChartSort; label: string }[] = [
  { value: '-y', label: 'Largest first' },
  { value: 'y', label: 'Smallest first' },
  { value: 'ascending', label: 'A to Z' },
  { value: 'descending', label: 'Z to A' },
]
const topCounts = ['5', '10', '20', '50', '200']
const stacks = [
  { value: 'stacked', label: 'On each other' },
  { value: 'grouped', label: 'Side by side' },
  { value: 'normalized', label: 'Shares of 100 %' },
] as const

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const optionsOf = (values: readonly string[], label = upper) => values.map((value) => ({ value, label: label(value) }))

type Choosing = {
  spec: ChartSpec
  /** Says what was chosen where nothing was said. */
  data: ChartData | undefined
  kindOf: KindOf
  onChange: (spec: ChartSpec) => void
}

/** What else can be chosen of a chart: only what means something for its mark and columns. */
export function ChartChoices({ spec, data, kindOf, onChange }: Choosing) {
  const offered = choicesFor(spec, kindOf)
  const x = channelOf(spec, 'x')
  const chosen = data?.binned.x
  const set = <K extends keyof ChartSpec>(part: K, value: ChartSpec[K] | undefined) =>
    onChange(withPart(spec, part, value))
  const grain = x?.grain ?? spec.grain ?? 'auto'
  const bin = x?.bin ?? spec.bin ?? 'auto'
  return (
    <div className="flex flex-wrap gap-2">
      <AggregateChoice spec={spec} data={data} kindOf={kindOf} onChange={onChange} />
      {offered.grain && (
        <ChoiceMenu
          label="By"
          value={grain}
          options={[
            { value: 'auto', label: grain === 'auto' && chosen?.grain ? `${upper(chosen.grain)} (chosen)` : 'Chosen' },
            ...optionsOf(chartGrains),
          ]}
          onChange={(next) =>
            onChange(withChannelPart(spec, 'x', 'grain', next === 'auto' ? undefined : (next as 'day')))
          }
        />
      )}
      {offered.bin && (
        <ChoiceMenu
          label="Bins"
          value={typeof bin === 'number' ? String(bin) : bin === false ? 'none' : 'auto'}
          options={[
            { value: 'auto', label: 'Chosen' },
            ...optionsOf(
              typeof bin === 'number' && !binCounts.includes(String(bin)) ? [String(bin), ...binCounts] : binCounts,
            ),
            ...(spec.mark === 'histogram' ? [] : [{ value: 'none', label: 'Each value' }]),
          ]}
          onChange={(next) => {
            const value = next === 'auto' ? undefined : next === 'none' ? false : Number(next)
            onChange(withChannelPart(withPart(spec, 'bin', undefined), 'x', 'bin', value))
          }}
        />
      )}
      {offered.sort && (
        <ChoiceMenu
          label="Order"
          value={x?.sort ?? (data && isOrderedChoice(data) ? 'ascending' : '-y')}
          options={sorts}
          onChange={(next) => onChange(withChannelPart(spec, 'x', 'sort', next))}
        />
      )}
      {offered.topN && (
        <ChoiceMenu
          label="Show"
          value={String(spec.top_n ?? 'auto')}
          options={[
            { value: 'auto', label: 'The largest (chosen)' },
            ...optionsOf(withOwn(topCounts, spec.top_n), (count) => `The largest ${count}`),
          ]}
          onChange={(next) => set('top_n', next === 'auto' ? undefined : Number(next))}
        />
      )}
      {offered.stack && (
        <ChoiceMenu
          label="Colours"
          value={spec.stack ?? 'auto'}
          options={[{ value: 'auto', label: 'Chosen' }, ...stacks]}
          onChange={(next) => set('stack', next === 'auto' ? undefined : (next as 'stacked'))}
        />
      )}
      {(offered.xLog || offered.yLog) && (
        <div className="flex w-full flex-wrap gap-x-6 gap-y-1">
          {offered.xLog && (
            <Switch isSelected={spec.x_scale === 'log'} onChange={(on) => set('x_scale', on ? 'log' : undefined)}>
              Logarithmic {x?.column}
            </Switch>
          )}
          {offered.yLog && (
            <Switch isSelected={spec.y_scale === 'log'} onChange={(on) => set('y_scale', on ? 'log' : undefined)}>
              Logarithmic values
            </Switch>
          )}
        </div>
      )}
    </div>
  )
}

const withOwn = (counts: string[], own: number | undefined) =>
  own === undefined || counts.includes(String(own)) ? counts : [String(own), ...counts]

const isOrderedChoice = ({ columns }: ChartData) => columns.find(({ role }) => role === 'x')?.kind !== 'text'

function AggregateChoice({ spec, data, kindOf, onChange }: Choosing) {
  const name = measuredChannel(spec)
  const measured = channelOf(spec, name) ?? (spec.mark === 'number' ? channelOf(spec, 'x') : undefined)
  const aggregates = aggregatesFor(spec.mark, measured && kindOf(measured.column))
  if (!measured || aggregates.length === 0) return null
  const value = measured.aggregate ?? spec.aggregate ?? data?.spec.aggregate ?? aggregates[0] ?? 'mean'
  const options = aggregates.includes(value) ? aggregates : [value, ...aggregates]
  return (
    <ChoiceMenu
      label="Aggregate"
      value={value}
      options={optionsOf(options, (one) => (one === 'none' ? 'Each value' : upper(aggregateText(one))))}
      onChange={(next) =>
        onChange({ ...withChannelPart(spec, name, 'aggregate', undefined), aggregate: next as ChartAggregate })
      }
    />
  )
}
