/** Room under a plot for the ticks of its bottom axis, and for about one of its labels. */
export const axisHeight = 22
export const widthOfTick = 84

/** Lines across a plot at values, each with its label to the left of it. */
export function ValueLines({
  ticks,
  width,
}: {
  ticks: { y: number; label: string }[]
  /** Of the plot. */
  width: number
}) {
  return ticks.map(({ y, label }) => (
    <g key={y} transform={`translate(0 ${y})`}>
      <line x2={width} className="stroke-hairline" />
      <text x={-6} dy="0.32em" textAnchor="end" className="fill-text-2 text-12 tabular">
        {label}
      </text>
    </g>
  ))
}

/** The line under a plot with its ticks; `x` is a share of the width. Labels at the ends stay within it. */
export function BottomAxis({
  ticks,
  width,
  height,
}: {
  ticks: { x: number; label: string }[]
  /** Of the plot. */
  width: number
  height: number
}) {
  return (
    <>
      <line x2={width} y1={height + 0.5} y2={height + 0.5} className="stroke-control" />
      {ticks.map(({ x, label }) => (
        <g key={label} transform={`translate(${Math.round(x * width)} ${height})`}>
          <line y2={4} x1={0.5} x2={0.5} className="stroke-control" />
          <text y={axisHeight - 6} textAnchor={anchorAt(x, width, label)} className="fill-text-2 text-12 tabular">
            {label}
          </text>
        </g>
      ))}
    </>
  )
}

const anchorAt = (x: number, width: number, label: string) => {
  const half = label.length * 3.6
  if (x * width < half) return 'start'
  return (1 - x) * width < half ? 'end' : 'middle'
}
