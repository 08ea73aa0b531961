import { useState } from 'react'
import { classNames } from '../../ui/class-names.ts'
import type { ColumnLayout } from './column-layout.ts'

const boneHeight = 10
const boneShare = 0.6
const longestBone = 110

/**
 * What shines through rows that are on their way: one striped bar per column instead of a bone per cell, so that dragging
 * through millions of rows costs nothing. While the view moves it shows itself at once, otherwise after 150 ms only.
 */
export function TableBones({
  layout,
  inView,
  top,
  rows,
  rowHeight,
  offset,
  isMoving,
}: {
  layout: ColumnLayout
  inView: readonly number[]
  top: number
  rows: number
  rowHeight: number
  offset: number
  isMoving: boolean
}) {
  const [isLate] = useState(!isMoving)
  const above = Math.floor((rowHeight - boneHeight) / 2)
  const bones: React.ReactNode[] = []
  for (const column of inView) {
    const width = (layout.widths[column] ?? 0) - 25
    bones.push(
      <div
        key={column}
        className="absolute inset-y-0"
        style={{
          left: offset + (layout.starts[column] ?? 0) + 12,
          width: Math.min(longestBone, width * boneShare),
          backgroundImage: `linear-gradient(transparent ${above}px, var(--color-hover) ${above}px ${above + boneHeight}px, transparent ${above + boneHeight}px)`,
          backgroundSize: `100% ${rowHeight}px`,
        }}
      />,
    )
  }
  return (
    <div
      aria-hidden
      className={classNames('absolute inset-x-0 bg-surface', isLate && 'late')}
      style={{ transform: `translateY(${top}px)`, height: rows * rowHeight }}
    >
      {bones}
    </div>
  )
}
