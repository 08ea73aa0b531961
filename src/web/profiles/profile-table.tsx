import { ArrowDown, ArrowUp, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { distributionSentence } from '../../shared/distribution-sentence.ts'
import { formatCount, formatShare, formatStatistic } from '../../shared/format-numbers.ts'
import type { Profile } from '../../shared/profile.ts'
import { classNames } from '../ui/class-names.ts'
import { KindIcon } from '../ui/kind-icon.tsx'
import { ColumnChart } from './column-chart.tsx'
import { ColumnDetails } from './column-details.tsx'
import { type ColumnOrder, orderColumns, type PlacedProfile, pressOrder } from './column-order.ts'
import { findColumns } from './find-columns.ts'
import { VirtualRows } from './virtual-rows.tsx'

const rowHeight = 48
const chartWidth = 168
const columnCount = 5
const grid =
  'grid grid-cols-[minmax(0,1fr)_7rem] gap-x-4 px-4 wide:grid-cols-[minmax(11rem,1.4fr)_168px_6rem_7rem_minmax(0,2fr)]'

/** The columns of a dataset as rows, each with its chart and main numbers, each opening to its full profile. */
export function ProfileTable({
  profile,
  typed,
  scroller,
}: {
  profile: Profile
  typed: string
  scroller: HTMLElement | null
}) {
  const [order, setOrder] = useState<ColumnOrder>({ by: 'position', descending: false })
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => {
    const placed = profile.columns.map((column, position) => ({ name: column.name, profile: column, position }))
    return orderColumns(findColumns(placed, typed), order)
  }, [profile, typed, order])
  const toggle = (name: string) =>
    setOpened((now) => {
      const next = new Set(now)
      if (!next.delete(name)) next.add(name)
      return next
    })
  const press = (by: ColumnOrder['by']) => setOrder(pressOrder(order, by))

  return (
    <div role="table" aria-label="Columns" aria-rowcount={rows.length + 1} className="min-w-0">
      <div role="rowgroup" className="sticky top-0 z-10 border-y border-hairline bg-ground">
        <div role="row" aria-rowindex={1} className={classNames(grid, 'h-8 items-center text-12 text-text-2')}>
          <Heading label="Column" by="name" order={order} onPress={press} />
          <div role="columnheader" className="max-wide:hidden">
            Distribution
          </div>
          <Heading label="Null" by="nulls" order={order} onPress={press} isNumber />
          <Heading label="Distinct" by="distinct" order={order} onPress={press} isNumber className="max-wide:hidden" />
          <div role="columnheader" className="max-wide:hidden">
            Min · median · max, or top value
          </div>
        </div>
      </div>
      {rows.length === 0 ? (
        <p className="px-4 py-10 text-center text-14 text-text-2">No column has “{typed}” in its name.</p>
      ) : (
        <VirtualRows
          scroller={scroller}
          count={rows.length}
          rowHeight={rowHeight}
          keyOf={(index) => rows[index]?.profile.name ?? String(index)}
        >
          {(index) => {
            const row = rows[index]
            return row && <ProfileRow row={row} index={index} isOpen={opened.has(row.profile.name)} onToggle={toggle} />
          }}
        </VirtualRows>
      )}
    </div>
  )
}

function Heading({
  label,
  by,
  order,
  onPress,
  isNumber = false,
  className,
}: {
  label: string
  by: ColumnOrder['by']
  order: ColumnOrder
  onPress: (by: ColumnOrder['by']) => void
  isNumber?: boolean
  className?: string
}) {
  const isSorted = order.by === by
  return (
    <div
      role="columnheader"
      aria-sort={!isSorted ? 'none' : order.descending ? 'descending' : 'ascending'}
      className={classNames('flex', isNumber && 'justify-end', className)}
    >
      <button
        type="button"
        onClick={() => onPress(by)}
        className={classNames(
          '-mx-1 flex h-6 items-center gap-1 rounded-sm px-1 hover:bg-hover hover:text-text',
          isSorted && 'text-text',
        )}
      >
        {label}
        {isSorted && (order.descending ? <ArrowDown aria-hidden size={12} /> : <ArrowUp aria-hidden size={12} />)}
      </button>
    </div>
  )
}

function ProfileRow({
  row: { profile, position },
  index,
  isOpen,
  onToggle,
}: {
  row: PlacedProfile
  index: number
  isOpen: boolean
  onToggle: (name: string) => void
}) {
  const nullShare = profile.count === 0 ? 0 : profile.null_count / profile.count
  return (
    <div className="border-b border-hairline">
      <div
        role="row"
        aria-rowindex={index + 2}
        className={classNames(grid, 'relative min-h-12 items-center hover:bg-hover')}
      >
        <div role="rowheader" className="min-w-0">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => onToggle(profile.name)}
            className="flex min-h-11 w-full items-center gap-2 rounded text-left after:absolute after:inset-0 focus-visible:-outline-offset-2"
            title={`${profile.name} · ${profile.sql_type} · column ${position + 1}`}
          >
            <ChevronRight
              aria-hidden
              size={14}
              className={classNames('shrink-0 text-text-3 transition-transform', isOpen && 'rotate-90')}
            />
            <KindIcon kind={profile.kind} />
            <span className="min-w-0 truncate text-13 font-medium">{profile.name}</span>
            <span className="truncate font-mono text-12 text-text-2 max-desk:hidden">{profile.sql_type}</span>
            {profile.alerts.length > 0 && (
              <span className="truncate text-12 text-text-2 max-desk:hidden" title={marksOf(profile)}>
                {marksOf(profile)}
              </span>
            )}
          </button>
        </div>
        <div role="cell" className="relative z-[1] max-wide:hidden">
          <span className="sr-only">{distributionSentence(profile)}</span>
          <ColumnChart profile={profile} width={chartWidth} height={30} />
        </div>
        <div
          role="cell"
          className={classNames('text-right text-13 tabular', profile.null_count === 0 && 'text-text-2')}
        >
          {formatShare(nullShare)}
        </div>
        <div role="cell" className="text-right text-13 tabular max-wide:hidden">
          {profile.distinct_count === null
            ? ''
            : `${profile.distinct_is_exact ? '' : '≈ '}${formatCount(profile.distinct_count)}`}
        </div>
        <div role="cell" className="min-w-0 truncate font-mono text-12 text-text-2 max-wide:hidden">
          <Range profile={profile} />
        </div>
      </div>
      {isOpen && (
        <div role="row" className="border-t border-hairline bg-surface">
          <div role="cell" aria-colspan={columnCount} className="px-4 py-4 wide:pl-10">
            <ColumnDetails profile={profile} layout="page" />
          </div>
        </div>
      )}
    </div>
  )
}

/** What the alerts say of a column, in a word each. */
const marksOf = ({ alerts }: PlacedProfile['profile']) => alerts.map((code) => code.replaceAll('_', ' ')).join(', ')

function Range({ profile }: { profile: PlacedProfile['profile'] }) {
  const { kind, min, max, median, top_values: top, count, null_count: nulls } = profile
  if ((kind === 'numeric' || kind === 'temporal') && min !== null) {
    return (
      <>
        {String(min)}
        {median !== null && <> · {typeof median === 'number' ? formatStatistic(median) : median}</>} · {String(max)}
      </>
    )
  }
  const [first] = top
  if (!first || first.count < 2) return null
  return (
    <>
      {first.value === '' ? '""' : String(first.value)}{' '}
      <span className="font-sans">{formatShare(first.count / Math.max(1, count - nulls))}</span>
    </>
  )
}
