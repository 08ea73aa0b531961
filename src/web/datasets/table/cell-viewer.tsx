import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { cellText, storedText } from '../../../shared/cell-text.ts'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { linkIn } from './link-in.ts'
import { nestedText } from './nested-text.ts'
import type { TableColumn } from './table-column.ts'

const longestShown = 100_000

/** One cell in full: long text with its lines, JSON laid out, a link to follow; copying gives the stored value. */
export function CellViewer({
  column,
  rowNumber,
  value,
  onClose,
}: {
  column: TableColumn
  rowNumber: number | undefined
  value: unknown
  onClose: () => void
}) {
  const text = storedText(value)
  const laidOut = nestedText(value)
  const [form, setForm] = useState<'laid-out' | 'stored'>(laidOut === undefined ? 'stored' : 'laid-out')
  const link = linkIn(text)
  const shown = form === 'laid-out' && laidOut !== undefined ? laidOut : text
  return (
    <Dialog title={column.name} width="wide" isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <div className="flex flex-col gap-3">
        <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 text-13 text-text-2">
          <span className="flex items-center gap-1.5">
            <KindIcon kind={column.kind} size={13} />
            <span className="font-mono text-12">{column.sqlType}</span>
          </span>
          {rowNumber !== undefined && <span className="tabular">row {rowNumber}</span>}
          {typeof value === 'string' && <span className="tabular">{formatCounted([...text].length, 'character')}</span>}
          <span className="ml-auto flex items-center gap-2">
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
          </span>
        </div>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
          tabIndex={0}
          className="max-h-[60dvh] min-h-16 overflow-auto rounded bg-sunken p-3 font-mono text-13 whitespace-pre-wrap [font-variant-ligatures:none] text-text wrap-anywhere"
        >
          <Value value={value} text={shown.slice(0, longestShown)} />
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
      </div>
    </Dialog>
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
