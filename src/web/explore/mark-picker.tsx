import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import { type ChartMark, chartMarks } from '../../shared/charts.ts'
import { MarkIcon, markName } from './mark-icon.tsx'

/** How the chart is drawn, as a grid of icons with their names. */
export function MarkPicker({ value, onChange }: { value: ChartMark; onChange: (mark: ChartMark) => void }) {
  return (
    <ToggleButtonGroup
      aria-label="Mark"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [key] = keys
        if (key !== undefined) onChange(key as ChartMark)
      }}
      className="grid grid-cols-5 gap-1"
    >
      {chartMarks
        .filter((mark) => mark !== 'table')
        .map((mark) => (
          <ToggleButton
            key={mark}
            id={mark}
            className="flex min-h-12 flex-col items-center justify-center gap-1 rounded px-0.5 text-12 leading-none whitespace-nowrap text-text-2 transition-colors data-hovered:bg-hover data-hovered:text-text data-selected:bg-selected data-selected:text-text data-selected:shadow-[inset_0_0_0_1px_var(--color-accent)]"
          >
            <MarkIcon mark={mark} />
            {markName(mark)}
          </ToggleButton>
        ))}
    </ToggleButtonGroup>
  )
}
