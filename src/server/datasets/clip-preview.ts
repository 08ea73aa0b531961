import type { DatasetPreview } from '../../shared/dataset.ts'

const longestCell = 500
const mostBytes = 256 * 1024

/** A preview small enough to send to everyone who watches: long texts are cut, and rows beyond the limit left out. */
export const clipPreview = ({ columns, rows }: DatasetPreview): DatasetPreview => {
  const kept: unknown[][] = []
  let bytes = 0
  for (const row of rows) {
    const clipped = row.map(clipCell)
    bytes += Buffer.byteLength(JSON.stringify(clipped))
    if (bytes > mostBytes && kept.length > 0) break
    kept.push(clipped)
  }
  return { columns, rows: kept }
}

const clipCell = (cell: unknown): unknown => {
  if (typeof cell === 'string') return cell.length > longestCell ? `${cell.slice(0, longestCell)}…` : cell
  if (typeof cell !== 'object' || cell === null) return cell
  const json = JSON.stringify(cell)
  return json.length > longestCell ? `${json.slice(0, longestCell)}…` : cell
}
