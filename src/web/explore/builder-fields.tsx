import type { ChartData, ChartSpec } from '../../shared/charts.ts'
import { ApiProblem } from '../api/problem.ts'
import type { TableColumn } from '../datasets/table/table-column.ts'
import { TextField } from '../ui/text-field.tsx'
import { ChannelField } from './channel-field.tsx'
import { ChartChoices } from './chart-choices.tsx'
import { type ChannelName, channelOf, type KindOf, withColumn, withMark, withPart } from './chart-draft.ts'
import { chartTitle } from './chart-title.ts'
import { MarkPicker } from './mark-picker.tsx'

/** What a chart shows and how: columns first, everything else follows from them until somebody says otherwise. */
export function BuilderFields({
  spec,
  data,
  error,
  columns,
  kindOf,
  onChange,
}: {
  spec: ChartSpec
  data: ChartData | undefined
  error: unknown
  columns: TableColumn[]
  kindOf: KindOf
  onChange: (spec: ChartSpec) => void
}) {
  const { mark } = spec
  const field = (name: ChannelName, label: string, hint?: string) => (
    <ChannelField
      key={name}
      label={label}
      {...(hint ? { hint } : {})}
      columns={columns}
      value={channelOf(spec, name)?.column}
      problem={problemAt(error, name)}
      onChange={(column) => onChange(withColumn(spec, name, column, kindOf))}
    />
  )
  const isSlices = mark === 'pie' || mark === 'donut'
  return (
    <div className="flex flex-col gap-4">
      {mark !== 'number'
        ? field('x', isSlices ? 'Slices' : 'Along')
        : field('x', 'Along', 'One number for the whole table.')}
      {mark !== 'histogram' && field('y', mark === 'heatmap' || mark === 'point' ? 'Up' : 'Value', hintOfValue(spec))}
      {!isSlices &&
        mark !== 'number' &&
        mark !== 'box' &&
        field(
          'color',
          mark === 'heatmap' ? 'Value' : 'Colour',
          mark === 'heatmap' ? 'Rows are counted.' : 'One colour.',
        )}
      <div className="flex flex-col gap-1">
        <span className="text-13 font-medium">Mark</span>
        <MarkPicker value={mark} onChange={(next) => onChange(withMark(spec, next))} />
        <Problem text={problemAt(error, 'mark')} />
      </div>
      <div>
        <ChartChoices spec={spec} data={data} kindOf={kindOf} onChange={onChange} />
        <Problem text={problemAt(error, 'aggregate', 'bin', 'grain', 'top_n', 'x_scale', 'y_scale', 'stack')} />
      </div>
      <TextField
        label="Title"
        value={spec.title ?? ''}
        placeholder={chartTitle(withPart(spec, 'title', undefined))}
        maxLength={300}
        onChange={(title) => onChange(withPart(spec, 'title', title === '' ? undefined : title))}
      />
    </div>
  )
}

const hintOfValue = ({ mark }: ChartSpec) => {
  if (mark === 'heatmap' || mark === 'point' || mark === 'box') return undefined
  return 'Rows are counted.'
}

function Problem({ text }: { text: string | undefined }) {
  return text ? <p className="pt-1 text-13 wrap-anywhere text-red">{text}</p> : null
}

/** The sentence of a refusal, beside the field it names. */
const problemAt = (error: unknown, ...fields: string[]): string | undefined => {
  if (!(error instanceof ApiProblem)) return undefined
  return error.body.errors?.find(({ path }) => fields.includes(path.split(/[./]/)[0] ?? ''))?.message
}
