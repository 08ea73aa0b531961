import type { ChartColumn, ChartData, ChartRole } from '../../shared/charts.ts'

/** A chart as a specification of Vega-Lite 5 with its numbers inside: the fields are the roles of the columns. */
export function vegaLite(chart: ChartData, title: string): Record<string, unknown> {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    title,
    description: chart.summary,
    width: 'container',
    height: 320,
    data: { values: chart.rows.map((row) => valuesOf(row, chart.columns)) },
    ...drawing(chart),
  }
}

function drawing(chart: ChartData): Record<string, unknown> {
  const { mark } = chart.spec
  const value = encode(chart, 'value')
  switch (mark) {
    case 'box':
      return { layer: boxLayers(chart) }
    case 'pie':
    case 'donut':
      return {
        mark: { type: 'arc', innerRadius: mark === 'donut' ? 70 : 0 },
        encoding: { theta: value, color: { ...encode(chart, 'x'), type: 'nominal', sort: null } },
      }
    case 'number':
      return { mark: { type: 'text', fontSize: 40 }, encoding: { text: value } }
    case 'table':
      return { mark: 'text' }
  }
  const isGrid = hasRole(chart, 'y_end') || mark === 'heatmap'
  if (isGrid) return { mark: 'rect', encoding: { ...sides(chart), color: value } }
  const isRaw = !hasRole(chart, 'value')
  const type = mark === 'histogram' ? 'bar' : mark
  const stack = { stacked: 'zero', normalized: 'normalize', grouped: null }[chart.spec.stack ?? 'stacked']
  const y = isRaw ? encode(chart, 'y') : { ...value, ...(type === 'bar' || type === 'area' ? { stack } : {}) }
  return {
    mark: type,
    encoding: {
      ...sides(chart),
      y,
      ...(hasRole(chart, 'color') ? { color: colorOf(chart) } : {}),
      ...(chart.spec.stack === 'grouped' && hasRole(chart, 'color') ? { xOffset: { field: 'color' } } : {}),
    },
  }
}

/** Whiskers, boxes and medians; the figures are known already. */
function boxLayers(chart: ChartData): unknown[] {
  const along = ['x', 'y'].find((role) => hasRole(chart, role as ChartRole)) as 'x' | 'y' | undefined
  const lying = along === 'y'
  const [across, end] = lying ? ['x', 'x2'] : ['y', 'y2']
  const place = along ? { [along]: { ...encode(chart, along), type: 'ordinal', sort: null } } : {}
  const title = columnOf(chart, 'median')?.column ?? ''
  const layer = (mark: unknown, from: string, to?: string) => ({
    mark,
    encoding: {
      ...place,
      [across as string]: { field: from, type: 'quantitative', title, scale: { zero: false } },
      ...(to ? { [end as string]: { field: to } } : {}),
    },
  })
  return [
    layer('rule', 'low', 'high'),
    layer({ type: 'bar', size: 24 }, 'q1', 'q3'),
    layer({ type: 'tick', color: 'white', size: 24, orient: lying ? 'vertical' : 'horizontal' }, 'median'),
  ]
}

function sides(chart: ChartData): Record<string, unknown> {
  return Object.fromEntries(
    (['x', 'y'] as const)
      .filter((side) => hasRole(chart, side))
      .flatMap((side) => [
        [side, { ...encode(chart, side), ...(hasRole(chart, `${side}_end`) ? { bin: 'binned' } : {}) }],
        ...(hasRole(chart, `${side}_end`) ? [[`${side}2`, { field: `${side}_end` }]] : []),
      ]),
  )
}

function encode(chart: ChartData, role: ChartRole): Record<string, unknown> {
  const column = columnOf(chart, role)
  if (!column) return {}
  const type = typeOf(column)
  const isLog =
    (role === 'x' && chart.spec.x_scale === 'log') || (/^(y|value)$/.test(role) && chart.spec.y_scale === 'log')
  return {
    field: role,
    type,
    title: role === 'value' ? column.name : (column.column ?? column.name),
    ...(type === 'nominal' ? { sort: null } : {}),
    ...(isLog ? { scale: { type: 'log' } } : type === 'temporal' ? { scale: { type: 'utc' } } : {}),
  }
}

function colorOf(chart: ChartData): Record<string, unknown> {
  const values = chart.colors?.values ?? []
  const domain = [...values.map(String), ...(chart.colors?.other ? ['other'] : [])]
  return { ...encode(chart, 'color'), type: 'nominal', scale: { domain } }
}

function typeOf({ kind, sql_type }: ChartColumn): 'quantitative' | 'temporal' | 'nominal' {
  if (kind === 'numeric') return 'quantitative'
  return kind === 'temporal' && /^(DATE|TIMESTAMP)/.test(sql_type) ? 'temporal' : 'nominal'
}

/** Vega counts with doubles, so exact numbers become the nearest ones. */
function valuesOf(row: unknown[], columns: ChartColumn[]): Record<string, unknown> {
  return Object.fromEntries(
    columns.map(({ role, kind, name }, index) => {
      const cell = row[index]
      if (role === 'color') return [role, cell === null ? 'other' : String(cell)]
      return [role === 'cell' ? name : role, kind === 'numeric' && typeof cell === 'string' ? Number(cell) : cell]
    }),
  )
}

function columnOf({ columns }: ChartData, role: ChartRole): ChartColumn | undefined {
  return columns.find((column) => column.role === role)
}

function hasRole(chart: ChartData, role: ChartRole): boolean {
  return columnOf(chart, role) !== undefined
}
