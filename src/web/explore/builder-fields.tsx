import type { ChartData, ChartMark, ChartSpec } from '../../shared/charts.ts'
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
  return (
    <div className="flex flex-col gap-4">
      {fieldsOf(mark).map(({ name, label, hint }) => (
        <ChannelField
          key={name}
          {...{ label, hint, columns }}
          value={channelOf(spec, name)?.column}
          problem={problemAt(error, name)}
          onChange={(column) => onChange(withColumn(spec, name, column, kindOf))}
        />
      ))}
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

type Field = { name: ChannelName; label: string; hint?: string }

/** The columns that a mark asks for; `hint` says what is drawn without one. */
const fieldsOf = (mark: ChartMark): Field[] => {
  const along: Field = { name: 'x', label: 'Along' }
  const value: Field = { name: 'y', label: 'Value', hint: 'Rows are counted.' }
  const colour: Field = { name: 'color', label: 'Colour', hint: 'One colour.' }
  switch (mark) {
    case 'table':
      return []
    case 'number':
      return [{ ...along, hint: 'One number for the whole table.' }, value]
    case 'histogram':
      return [along, colour]
    case 'box':
      return [along, { name: 'y', label: 'Value' }]
    case 'pie':
    case 'donut':
      return [{ name: 'x', label: 'Slices' }, value]
    case 'point':
      return [along, { name: 'y', label: 'Up' }, colour]
    case 'heatmap':
      return [along, { name: 'y', label: 'Up' }, { ...value, name: 'color' }]
    default:
      return [along, value, colour]
  }
}

function Problem({ text }: { text: string | undefined }) {
  return text ? <p className="pt-1 text-13 wrap-anywhere text-red">{text}</p> : null
}

/** The sentence of a refusal, beside the field it names. */
const problemAt = (error: unknown, ...fields: string[]): string | undefined => {
  if (!(error instanceof ApiProblem)) return undefined
  return error.body.errors?.find(({ path }) => fields.includes(path.split(/[./]/)[0] ?? ''))?.message
}
