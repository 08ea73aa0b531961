import type { ChartAggregate, ChartChannel, ChartMark, ChartSpec } from '../../shared/charts.ts'
import { findColumn } from '../query/find-column.ts'
import type { Table, TableColumn } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { isTimeOfDay } from './axis.ts'
import { checkMeasure } from './measure.ts'

/** A channel whose column is known. `isLog`: its values are drawn on a logarithmic axis as they are, figures of them are not. */
export type AskedChannel = Omit<ChartChannel, 'column'> & {
  name: 'x' | 'y' | 'color'
  column: TableColumn
  isLog: boolean
}

/** What is drawn for the rows that fall together: an aggregate, of a column or of the rows themselves. */
export type Measure = { aggregate: ChartAggregate; of?: AskedChannel | undefined }

/**
 * A chart that can be drawn, by how its numbers come about: groups along an axis, cells of a grid, boxes, the values
 * themselves as points or as a line, one number, or the first rows.
 */
export type AskedChart =
  | { shape: 'groups'; x: AskedChannel; color?: AskedChannel | undefined; measure: Measure }
  | { shape: 'grid'; x: AskedChannel; y: AskedChannel; measure: Measure }
  | { shape: 'boxes'; along?: AskedChannel | undefined; values: AskedChannel }
  | { shape: 'points' | 'line'; x: AskedChannel; y: AskedChannel; color?: AskedChannel | undefined }
  | { shape: 'number'; measure: Measure }
  | { shape: 'rows'; columns: TableColumn[] }

type Columns = Pick<Table, 'columns'>

/** What a spec asks for, completed. Throws `QuestionError` with the path of what does not fit, and what to do. */
export function askedChart(table: Columns, spec: ChartSpec): AskedChart {
  const { mark } = spec
  if (mark === 'table') return { shape: 'rows', columns: tableColumns(table, spec) }
  const x = channelOf(table, spec, 'x')
  const y = channelOf(table, spec, 'y')
  const color = channelOf(table, spec, 'color')
  switch (mark) {
    case 'number':
      refuse(color && 'color', 'One number has no colour. Leave `color` out.')
      return { shape: 'number', measure: measureOf(spec, y ?? x) }
    case 'histogram':
      refuse(y && 'y', 'A histogram counts rows. Leave `y` out, or draw a bar with `bin`.')
      refuse(isOther(spec.aggregate, 'count') && 'aggregate', 'A histogram counts rows. Draw a bar with `bin` instead.')
      return { shape: 'groups', x: lineUp(need(x, 'x', mark)), color, measure: { aggregate: 'count' } }
    case 'box':
      refuse(color && 'color', 'A box has no colour of its own. Put that column into `x`.')
      return boxesOf(x, y)
    case 'heatmap':
      return {
        shape: 'grid',
        x: axis(need(x, 'x', mark)),
        y: axis(need(y, 'y', mark)),
        measure: measureOf(spec, color),
      }
    case 'pie':
    case 'donut':
      return { shape: 'groups', x: axis(need(x ?? color, 'x', mark)), measure: partOf(measureOf(spec, y)) }
    case 'point':
    case 'line':
    case 'area':
      if (aggregateOf(spec, y) === 'none' || (mark === 'point' && y && aggregateOf(spec, y) === undefined)) {
        const shape = mark === 'point' ? 'points' : 'line'
        const up = position(need(y, 'y', mark))
        refuse(
          shape === 'line' && up.column.kind !== 'numeric' && 'y',
          `"${up.column.name}" holds ${up.column.sql_type}, and the height of a line is a number. Draw points, or choose an aggregate.`,
        )
        return { shape, x: position(need(x, 'x', mark)), y: up, color: category(color) }
      }
  }
  return { shape: 'groups', x: axis(need(x, 'x', mark)), color: category(color), measure: measureOf(spec, y) }
}

const mostColumns = 100

function tableColumns(table: Columns, { columns }: ChartSpec): TableColumn[] {
  const twice = columns?.find((name, index) => columns.indexOf(name) !== index)
  refuse(twice !== undefined && 'columns', `The column "${twice}" is named twice.`)
  return (
    columns?.map((name, index) => findColumn(table, name, `columns.${index}`)) ??
    [...table.columns.values()].slice(0, mostColumns)
  )
}

function channelOf(table: Columns, spec: ChartSpec, name: AskedChannel['name']): AskedChannel | undefined {
  const asked = spec[name]
  if (asked === undefined) return undefined
  const isObject = typeof asked === 'object'
  const column = findColumn(table, isObject ? asked.column : asked, isObject ? `${name}.column` : name)
  refuse(
    (column.kind === 'nested' || column.kind === 'unsupported') && !countsOnly(spec, name) && name,
    `"${column.name}" holds ${column.sql_type}, which has no place on a chart. Choose another column, or count its values.`,
  )
  const whole = name === 'x' ? { bin: spec.bin, grain: spec.grain } : {}
  const isLog = name !== 'color' && spec[`${name}_scale`] === 'log' && column.kind === 'numeric'
  return { name, isLog, ...whole, ...(isObject ? asked : {}), column }
}

function countsOnly(spec: ChartSpec, name: AskedChannel['name']): boolean {
  const asked = spec[name]
  const aggregate = (typeof asked === 'object' ? asked.aggregate : undefined) ?? spec.aggregate
  return name === 'y' && aggregate !== undefined && ['count', 'distinct'].includes(aggregate)
}

function need(channel: AskedChannel | undefined, name: string, mark: ChartMark): AskedChannel {
  if (channel) return channel
  throw new QuestionError(name, `The mark ${mark} needs a column in \`${name}\`.`)
}

function aggregateOf({ aggregate }: ChartSpec, channel: AskedChannel | undefined): ChartAggregate | undefined {
  return channel?.aggregate ?? aggregate
}

function measureOf(spec: ChartSpec, of: AskedChannel | undefined): Measure {
  const aggregate = aggregateOf(spec, of) ?? (of?.column.kind === 'numeric' ? 'mean' : 'count')
  checkMeasure(aggregate, of)
  return { aggregate, of: of && { ...of, isLog: false } }
}

function partOf(measure: Measure): Measure {
  refuse(
    !['count', 'sum'].includes(measure.aggregate) && 'aggregate',
    `Slices are parts of a whole, and the ${measure.aggregate} of parts does not add up. Take count or sum, or draw a bar.`,
  )
  return measure
}

/** A channel that divides an axis. */
function axis(channel: AskedChannel): AskedChannel {
  const { column, name, bin, grain } = channel
  refuse(
    channel.aggregate && channel.aggregate !== 'none' && `${name}.aggregate`,
    `\`${name}\` divides the chart and cannot be aggregated. Put the aggregate on the other axis.`,
  )
  const hasBins = bin !== undefined && bin !== false
  refuse(
    hasBins && column.kind !== 'numeric' && column.kind !== 'temporal' && `${name}.bin`,
    `"${column.name}" is a ${column.kind} column and has no bins. Leave \`bin\` out.`,
  )
  refuse(
    grain && (column.kind !== 'temporal' || isTimeOfDay(column)) && `${name}.grain`,
    `"${column.name}" holds ${column.sql_type}, and only dates have periods. ${column.kind === 'text' ? 'Leave `grain` out.' : 'Use `bin`.'}`,
  )
  refuse(grain && hasBins && `${name}.bin`, 'An axis has bins or periods, not both. Leave `bin` or `grain` out.')
  return channel
}

/** A channel whose values lie on a line and are put into bins. */
function lineUp(channel: AskedChannel): AskedChannel {
  const { column, name } = channel
  refuse(
    column.kind !== 'numeric' && column.kind !== 'temporal' && name,
    `"${column.name}" is a ${column.kind} column, and a histogram needs numbers or dates. Draw a bar instead.`,
  )
  refuse(channel.bin === false && `${name}.bin`, 'A histogram has bins. Draw a bar to see each value.')
  return axis(channel.grain === undefined && channel.bin === undefined ? { ...channel, bin: 'auto' } : channel)
}

/** A channel whose values are drawn where they lie. */
function position(channel: AskedChannel): AskedChannel {
  const { column, name } = channel
  const isPlace = column.kind === 'numeric' || (column.kind === 'temporal' && !isTimeOfDay(column))
  refuse(
    !isPlace && name,
    `"${column.name}" holds ${column.sql_type}, and points and plain lines need numbers or dates. Choose an aggregate, or draw a bar or a box.`,
  )
  return channel
}

function category(channel: AskedChannel | undefined): AskedChannel | undefined {
  if (channel === undefined) return undefined
  const { bin, grain, sort, aggregate } = channel
  const odd = Object.entries({ bin, grain, sort, aggregate }).find(
    ([, value]) => value !== undefined && value !== false,
  )
  refuse(odd && `color.${odd[0]}`, 'Colours tell values apart as they are. Leave this out.')
  return channel
}

function boxesOf(x: AskedChannel | undefined, y: AskedChannel | undefined): AskedChart {
  const isLying = y !== undefined && x?.column.kind === 'numeric' && y.column.kind !== 'numeric'
  const [along, values] = y === undefined || isLying ? [y, x] : [x, y]
  if (!values) throw new QuestionError('y', 'A box plot needs a numeric column in `y`.')
  refuse(
    values.column.kind !== 'numeric' && values.name,
    `"${values.column.name}" is a ${values.column.kind} column, and a box plot needs numbers in \`${values.name}\`.`,
  )
  return { shape: 'boxes', along: along && axis(along), values: { ...values, isLog: false } }
}

function isOther(value: ChartAggregate | undefined, expected: ChartAggregate): boolean {
  return value !== undefined && value !== expected
}

function refuse(path: string | false | undefined | '', message: string): void {
  if (path) throw new QuestionError(path, message)
}
