import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ExternalLink } from 'lucide-react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { cellText, storedText } from '../../../shared/cell-text.ts'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { linkIn } from './link-in.ts'
import { nestedText } from './nested-text.ts'
import type { RowSource } from './row-source.ts'
import { type CellPlace, type Move, moveSelection, place } from './selection.ts'
import type { TableColumn } from './table-column.ts'

const longestShown = 100_000

const steps = [
  { move: 'left', key: 'ArrowLeft', label: 'The column before', icon: ArrowLeft },
  { move: 'right', key: 'ArrowRight', label: 'The column behind', icon: ArrowRight },
  { move: 'up', key: 'ArrowUp', label: 'The row above', icon: ArrowUp },
  { move: 'down', key: 'ArrowDown', label: 'The row below', icon: ArrowDown },
] as const

/**
 * One cell in full: long text with its lines, JSON laid out, a link to follow; copying gives the stored value. The arrow
 * keys go on to the cells around it.
 */
export function CellViewer({
  source,
  columns,
  at,
  onGo,
  onClose,
}: {
  source: RowSource
  columns: TableColumn[]
  at: CellPlace
  onGo: (at: CellPlace) => void
  onClose: () => void
}) {
  useSyncExternalStore(source.subscribe, source.changes)
  const column = columns[at.column]
  const row = source.row(at.row, [at.column])
  const value = row.value(at.column)
  const extent = { rows: source.rowCount() ?? 0, columns: columns.length, page: 1 }
  const neighbour = (move: Move) => moveSelection(place(at.row, at.column), move, extent, false).active
  const go = (move: Move) => onGo(neighbour(move))
  const latest = useRef(go)
  latest.current = go
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const step = steps.find(({ key }) => key === event.key)
      if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTaken(event)) return
      event.preventDefault()
      event.stopPropagation()
      latest.current(step.move)
    }
    addEventListener('keydown', listen, { capture: true })
    return () => removeEventListener('keydown', listen, { capture: true })
  }, [])
  if (!column) return null
  return (
    <Dialog title={column.name} width="wide" isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <div className="flex flex-col gap-3">
        <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 text-13 text-text-2">
          <span className="flex items-center gap-1.5">
            <KindIcon kind={column.kind} size={13} />
            <span className="font-mono text-12">{column.sqlType}</span>
          </span>
          {row.number !== undefined && <span className="tabular">row {row.number}</span>}
          {typeof value === 'string' && (
            <span className="tabular">{formatCounted([...value].length, 'character')}</span>
          )}
          <span className="ml-auto flex items-center">
            {steps.map(({ move, label, icon: Icon }) => {
              const next = neighbour(move)
              return (
                <IconButton
                  key={move}
                  size="small"
                  label={label}
                  isIdle={next.row === at.row && next.column === at.column}
                  onPress={() => go(move)}
                >
                  <Icon aria-hidden size={14} />
                </IconButton>
              )
            })}
          </span>
        </div>
        {value === undefined ? (
          <p role="status" className="min-h-16 rounded bg-sunken p-3 text-13">
            This value is on its way.
          </p>
        ) : (
          <ValueInFull key={`${at.row} ${at.column}`} value={value} />
        )}
      </div>
    </Dialog>
  )
}

/** Whether what has the focus moves by arrow keys itself: a choice, or a long text that scrolls. */
const isTaken = ({ target, key }: KeyboardEvent): boolean => {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[role=radiogroup], [role=toolbar]')) return true
  const text = target.closest('pre')
  return text !== null && (key === 'ArrowUp' || key === 'ArrowDown') && text.scrollHeight > text.clientHeight
}

function ValueInFull({ value }: { value: unknown }) {
  const text = storedText(value)
  const laidOut = nestedText(value)
  const [form, setForm] = useState<'laid-out' | 'stored'>(laidOut === undefined ? 'stored' : 'laid-out')
  const link = linkIn(text)
  const shown = form === 'laid-out' && laidOut !== undefined ? laidOut : text
  return (
    <>
      <div className="flex min-h-8 items-center justify-end gap-2">
        {laidOut !== undefined && (
          <Segmented
            label="Form"
            value={form}
            options={[
              { value: 'laid-out', label: 'Laid out' },
              { value: 'stored', label: 'As stored' },
            ]}
            onChange={setForm}
          />
        )}
        <CopyButton label="Copy the stored value" text={text} />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        dir="auto"
        className="max-h-[60dvh] min-h-16 overflow-auto rounded bg-sunken p-3 font-mono text-13 whitespace-pre-wrap [font-variant-ligatures:none] text-text wrap-anywhere"
      >
        {form === 'laid-out' ? (
          shown.slice(0, longestShown)
        ) : (
          <Value value={value} text={shown.slice(0, longestShown)} />
        )}
      </pre>
      {shown.length > longestShown && (
        <p className="text-13 text-text-2">
          The first {formatCount(longestShown)} of {formatCount(shown.length)} characters. Copying gives all of them.
        </p>
      )}
      {link && (
        <a
          href={link}
          target="_blank"
          rel="noopener noreferrer"
          className="inline-flex items-center gap-1.5 self-start text-13 text-accent underline underline-offset-2"
        >
          <ExternalLink aria-hidden size={13} />
          Open this address
        </a>
      )}
    </>
  )
}

function Value({ value, text }: { value: unknown; text: string }) {
  const { form } = cellText(value)
  if (form === 'null') return <span className="text-text-3">null</span>
  if (form === 'empty') return <span className="text-text-3">""</span>
  const lines = text.split(/(\r\n|\r|\n)/)
  return lines.map((part, index) =>
    /^[\r\n]+$/.test(part) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one value never move
      <span key={index} className="text-text-3">
        {'↵\n'}
      </span>
    ) : (
      part
    ),
  )
}
