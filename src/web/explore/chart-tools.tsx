import { Link } from '@tanstack/react-router'
import { Code, Download } from 'lucide-react'
import type { ChartData, StoredChart } from '../../shared/charts.ts'
import { sentenceOf } from '../api/problem.ts'
import { apiUrl } from '../api/request.ts'
import type { Units } from '../charts/scene/prepare.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Menu, MenuItem, MenuTrigger } from '../ui/menu.tsx'
import { notify } from '../ui/notice.tsx'
import { Popover, PopoverTrigger } from '../ui/popover.tsx'
import { type ChartExport, chartExports, exportChart } from './export-chart.ts'

const names: Record<ChartExport, string> = { csv: 'Numbers as CSV', svg: 'Drawing as SVG', png: 'Image as PNG' }

/** What can be taken away from a chart: its numbers, its drawing, its SQL. */
export function ChartTools({
  data,
  title,
  units,
  datasetId,
  kept,
}: {
  data: ChartData
  title: string
  units: Units | undefined
  datasetId: string
  /** The stored chart that this one began as. */
  kept: StoredChart | undefined
}) {
  const write = async (format: ChartExport) => {
    try {
      await exportChart(data, { format, title, units })
    } catch (error) {
      notify({ text: `The chart could not be written. ${error instanceof Error ? error.message : sentenceOf(error)}` })
    }
  }
  return (
    <>
      <PopoverTrigger>
        <Button variant="quiet" size="small">
          <Code aria-hidden size={14} />
          SQL
        </Button>
        <Popover label="SQL of the chart" placement="bottom end" className="w-110 max-w-[calc(100vw-1rem)]">
          <div className="flex flex-col gap-2 p-3 text-13">
            <div className="flex items-center gap-2">
              <p className="min-w-0 flex-1 text-text-2">Gives the numbers of this chart.</p>
              <CopyButton label="Copy the SQL" text={data.sql} />
            </div>
            <Link
              to="/datasets/$id/$tab"
              params={{ id: datasetId, tab: 'sql' as never }}
              search={{ sql: data.sql }}
              className={buttonClass('secondary', 'small')}
            >
              Open in the SQL tab
            </Link>
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
              tabIndex={0}
              className="max-h-72 overflow-auto rounded-sm bg-sunken px-2 py-1.5 font-mono text-12 whitespace-pre-wrap wrap-anywhere"
            >
              {data.sql}
            </pre>
          </div>
        </Popover>
      </PopoverTrigger>
      <MenuTrigger>
        <Button variant="quiet" size="small">
          <Download aria-hidden size={14} />
          Export chart
        </Button>
        <Menu label="Export the chart" placement="bottom end">
          {chartExports.map((format) => (
            <MenuItem key={format} id={format} onAction={() => void write(format)}>
              {names[format]}
            </MenuItem>
          ))}
          {kept && kept.spec.mark !== 'table' && (
            <MenuItem
              id="vega-lite"
              href={apiUrl(`/charts/${kept.id}`, { format: 'vega-lite' })}
              download={`${kept.title}.vl.json`}
            >
              As saved, for Vega-Lite
            </MenuItem>
          )}
        </Menu>
      </MenuTrigger>
    </>
  )
}
