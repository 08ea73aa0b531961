import { useMemo } from 'react'
import type { ColumnKind } from '../../shared/column-kind.ts'
import { MiniHistogram } from '../charts/mini-histogram.tsx'
import { ShareStrip } from '../charts/share-strip.tsx'
import { classNames } from '../ui/class-names.ts'
import { KindIcon } from '../ui/kind-icon.tsx'
import { sampleVisits, type Visit } from './sample-visits.ts'

const chartHeight = 36
const shownRows = 40

const columns: { name: keyof Visit; kind: ColumnKind; width: number; align?: 'right' }[] = [
  { name: 'visit_id', kind: 'numeric', width: 168, align: 'right' },
  { name: 'port_code', kind: 'text', width: 148 },
  { name: 'arrived', kind: 'temporal', width: 148 },
  { name: 'cargo_tonnes', kind: 'numeric', width: 148, align: 'right' },
  { name: 'vessel', kind: 'text', width: 176 },
  { name: 'is_tanker', kind: 'boolean', width: 132 },
]

/** A still picture of what the page will do: a made-up file drawn by the same charts. Nothing in it can be used. */
export function SampleTable() {
  const visits = useMemo(sampleVisits, [])
  return (
    <div aria-hidden inert className="hidden overflow-hidden border-l border-hairline bg-surface desk:block">
      <div className="flex h-dvh min-h-full flex-col pt-16 pl-14">
        <p className="text-28 font-semibold tracking-[-0.02em]">Drop a file. See what is in it.</p>
        <p className="tabular mt-1.5 text-13 text-text-2">harbour-visits.csv, 500 rows, 6 columns</p>
        <div className="mt-8 min-h-0 flex-1 overflow-hidden rounded-tl-lg border-t border-l border-hairline">
          <div className="flex w-max border-b border-hairline bg-ground">
            {columns.map((column) => (
              <div
                key={column.name}
                style={{ width: column.width }}
                className="flex h-21 shrink-0 flex-col justify-between border-r border-hairline px-2.5 pt-2 pb-1.5"
              >
                <span className="flex items-center gap-1.5 font-mono text-12">
                  <KindIcon kind={column.kind} size={13} />
                  <span className="truncate">{column.name}</span>
                </span>
                <HeadChart visits={visits} column={column.name} width={column.width - 21} />
              </div>
            ))}
          </div>
          {visits.slice(0, shownRows).map((visit) => (
            <div key={visit.visit_id} className="flex w-max border-b border-hairline">
              {columns.map(({ name, width, align }) => (
                <span
                  key={name}
                  style={{ width }}
                  className={classNames(
                    'tabular flex h-8 shrink-0 items-center border-r border-hairline px-2.5 font-mono text-12',
                    align === 'right' && 'justify-end',
                    visit[name] === null && 'justify-center text-text-3',
                  )}
                >
                  {cellText(name, visit[name])}
                </span>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

function HeadChart({ visits, column, width }: { visits: Visit[]; column: keyof Visit; width: number }) {
  if (column === 'visit_id') return <span className="pb-1 text-12 text-text-2">unique</span>
  if (column === 'cargo_tonnes') {
    return (
      <MiniHistogram
        bins={bins(visits.flatMap((visit) => visit.cargo_tonnes ?? []))}
        width={width}
        height={chartHeight}
      />
    )
  }
  if (column === 'arrived') {
    return (
      <MiniHistogram bins={bins(visits.map((visit) => Date.parse(visit.arrived)))} width={width} height={chartHeight} />
    )
  }
  const counts = countValues(visits.map((visit) => String(visit[column])))
  return (
    <ShareStrip
      values={counts.slice(0, 5)}
      total={visits.length}
      distinctCount={counts.length}
      width={width}
      height={chartHeight}
    />
  )
}

function cellText(name: keyof Visit, value: Visit[keyof Visit]): string {
  if (value === null) return 'null'
  return name === 'cargo_tonnes' ? (value as number).toFixed(1) : String(value)
}

function bins(values: readonly number[], count = 22) {
  const lower = Math.min(...values)
  const step = (Math.max(...values) - lower) / count
  const counts = new Array<number>(count).fill(0)
  for (const value of values) {
    const bin = Math.min(count - 1, Math.floor((value - lower) / step))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts.map((held, index) => ({ lower: lower + index * step, upper: lower + (index + 1) * step, count: held }))
}

function countValues(values: readonly string[]) {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([text, count]) => ({ value: text, text, count })).sort((a, b) => b.count - a.count)
}
