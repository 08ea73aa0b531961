import { CircleCheck, TriangleAlert } from 'lucide-react'
import { formatCount } from '../../../shared/format-numbers.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import { fileLedger, isBalanced, type LedgerLine, rowLedger } from '../../../shared/receipt-ledger.ts'

/** The ledger of a load: every line of the file is accounted for, every row was loaded or set aside. */
export function ReceiptLedger({ receipt }: { receipt: Receipt }) {
  const rows = receipt.rows_loaded + receipt.rows_rejected
  const lines = fileLedger(receipt)
  return (
    <table className="w-full border-collapse text-13 tabular">
      {receipt.lines && <Part title="Lines of the file" total={receipt.lines.total} lines={lines} />}
      <Part title="Rows" total={rows} lines={rowLedger(receipt)} />
      <tfoot>
        <tr>
          <td colSpan={3} className="pt-2">
            {isBalanced(receipt) ? (
              <span className="flex items-center gap-1.5 text-green">
                <CircleCheck aria-hidden size={14} />
                It adds up: every row is loaded or set aside.
              </span>
            ) : (
              <span className="flex items-center gap-1.5 text-amber">
                <TriangleAlert aria-hidden size={14} />
                The lines do not add up. Compare with the original.
              </span>
            )}
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

function Part({ title, total, lines }: { title: string; total: number; lines: LedgerLine[] }) {
  return (
    <tbody>
      <tr className="h-8 border-b border-hairline">
        <th scope="rowgroup" className="text-left font-medium">
          {title}
        </th>
        <td className="w-28 text-right font-medium">{formatCount(total)}</td>
      </tr>
      {lines.map(({ label, count, remark, note }) => (
        <tr key={label} className="h-8 border-b border-hairline">
          <th scope="row" className="pl-4 text-left font-normal text-text-2">
            {label}
            {note && <span className="text-text-3">, {note}</span>}
            {remark && <span className="text-amber">, {remark}</span>}
          </th>
          <td className={count > 0 && label === 'rejected' ? 'text-right text-amber' : 'text-right'}>
            {formatCount(count)}
          </td>
        </tr>
      ))}
    </tbody>
  )
}
