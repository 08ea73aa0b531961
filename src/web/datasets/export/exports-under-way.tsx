import type { ExportUnderWay } from '../../../shared/export-under-way.ts'
import { Button } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { formatName } from './export-formats.ts'
import { exportProgress, exportShare } from './use-exports-under-way.ts'

/** How far exports are, each with a way to stop it. */
export function ExportsUnderWay({ exports, onStop }: { exports: ExportUnderWay[]; onStop: (id: string) => void }) {
  return (
    <ul aria-label="Exports under way" className="flex flex-col gap-3">
      {exports.map((one) => (
        <li key={one.id} className="flex flex-col gap-2">
          <ProgressBar label={`Export as ${formatName(one.format)}`} share={exportShare(one)} />
          <p className="flex items-center gap-2 text-13 text-text tabular">
            <span className="min-w-0 flex-1 truncate">{exportProgress(one)}</span>
            <Button
              size="small"
              aria-label={`Stop the export as ${formatName(one.format)}`}
              onPress={() => onStop(one.id)}
            >
              Stop
            </Button>
          </p>
        </li>
      ))}
    </ul>
  )
}
