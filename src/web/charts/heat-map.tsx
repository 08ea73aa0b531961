import { classNames } from '../ui/class-names.ts'
import { hideChartTip, showChartTip } from './chart-tip.tsx'

/** One cell: −1 to 1, or null where there is none; `text` is what stands in it where there is room. */
export type HeatCell = { value: number | null; text: string; tip: string[] }

const largest = 56
const smallest = 14
const roomForText = 34
const nameWidth = 132
const strongestTint = 62

/** The colour of a value from −1 over 0 to 1; text on it keeps its contrast in both themes. */
export const heatColour = (value: number): string =>
  `color-mix(in srgb, var(--color-category-${value < 0 ? 2 : 1}) ${Math.round(Math.abs(value) * strongestTint)}%, var(--color-surface))`

/**
 * A square of cells with the same names at both sides. It is for the eye and the pointer: what it shows stands beside it
 * as a list for everybody.
 */
export function HeatMap({
  summary,
  names,
  cellAt,
  width,
  chosen,
  onChoose,
}: {
  summary: string
  names: string[]
  cellAt: (row: number, column: number) => HeatCell
  width: number
  chosen: { row: number; column: number } | undefined
  onChoose: (row: number, column: number) => void
}) {
  const size = Math.max(smallest, Math.min(largest, Math.floor((width - nameWidth) / names.length)))
  const side = size * names.length
  const placeOf = (event: React.PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    const at = (offset: number) => Math.min(names.length - 1, Math.max(0, Math.floor(offset / size)))
    return { box, column: at(event.clientX - box.left), row: at(event.clientY - box.top) }
  }
  const read = (event: React.PointerEvent) => {
    const { box, row, column } = placeOf(event)
    const title = row === column ? (names[row] ?? '') : `${names[row]} × ${names[column]}`
    showChartTip({
      x: box.left + (column + 0.5) * size,
      y: box.top + row * size,
      title,
      lines: row === column ? [] : cellAt(row, column).tip,
    })
  }
  return (
    <svg
      role="img"
      aria-label={summary}
      width={nameWidth + side}
      height={nameWidth + side}
      className="block font-sans text-12"
    >
      {names.map((name, index) => (
        <g key={name} className="fill-text-2">
          <Name text={name} transform={`translate(${nameWidth - 8} ${nameWidth + (index + 0.5) * size})`} />
          <Name text={name} transform={`translate(${nameWidth + (index + 0.5) * size} ${nameWidth - 8}) rotate(90)`} />
        </g>
      ))}
      <g transform={`translate(${nameWidth} ${nameWidth})`}>
        {names.map((rowName, row) =>
          names.map((columnName, column) => {
            const { value, text } = cellAt(row, column)
            return (
              <g key={`${rowName}\n${columnName}`} transform={`translate(${column * size} ${row * size})`}>
                <rect
                  width={size - 1}
                  height={size - 1}
                  style={{ fill: value === null ? 'var(--color-sunken)' : heatColour(value) }}
                  className={classNames(row === column && 'opacity-35')}
                />
                {size >= roomForText && row !== column && (
                  <text
                    x={(size - 1) / 2}
                    y={(size - 1) / 2}
                    dy="0.35em"
                    textAnchor="middle"
                    className="fill-text text-12 tabular"
                  >
                    {text}
                  </text>
                )}
              </g>
            )
          }),
        )}
        {chosen && (
          <rect
            x={chosen.column * size - 0.5}
            y={chosen.row * size - 0.5}
            width={size}
            height={size}
            className="fill-none stroke-accent stroke-2"
          />
        )}
        <rect
          width={side}
          height={side}
          fill="transparent"
          onPointerMove={read}
          onPointerLeave={hideChartTip}
          onPointerUp={(event) => {
            const { row, column } = placeOf(event)
            if (row !== column) onChoose(row, column)
          }}
        />
      </g>
    </svg>
  )
}

const mostLetters = 18

function Name({ text, transform }: { text: string; transform: string }) {
  const shown = text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text
  return (
    <text transform={transform} dy="0.35em" textAnchor="end" className="text-12">
      {shown}
      <title>{text}</title>
    </text>
  )
}
