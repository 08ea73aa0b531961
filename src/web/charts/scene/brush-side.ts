import type { BrushSide } from './scene.ts'
import type { Side } from './side.ts'

/** A side along which a chart is brushed, and over what; none for one that shows no column. */
export const brushOf = (side: Side, along: 'x' | 'y'): BrushSide[] => {
  if (!side.column) return []
  const { scale, end } = side
  // Values grow from the bottom, shares from the top.
  const turned = (share: number) => (along === 'y' ? 1 - share : share)
  return [
    {
      ...{ side: along, column: side.column, bandCount: side.bands?.length ?? 0 },
      continuous: scale && {
        valueAt: (share) => (end !== undefined && turned(share) >= 1 ? end : scale.valueAt(turned(share))),
        shareOf: (value) => turned(scale.shareOf(value)),
        isTime: scale.kind === 'time',
      },
      categories: side.bands?.flatMap(({ value, isOther }) => (isOther ? [] : [value])),
    },
  ]
}
