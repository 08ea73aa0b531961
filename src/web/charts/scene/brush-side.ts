import type { BrushSide } from './scene.ts'
import type { Side } from './side.ts'

/** Along which side a chart is brushed, and over what. */
export const brushOf = (side: Side, isLying: boolean): BrushSide | undefined => {
  if (!side.column) return undefined
  const { scale } = side
  return {
    ...{ side: isLying ? 'y' : 'x', column: side.column, bandCount: side.bands?.length ?? 0 },
    continuous: scale && { valueAt: scale.valueAt, shareOf: scale.shareOf, isTime: scale.kind === 'time' },
    categories: side.bands?.flatMap(({ value, isOther }) => (isOther ? [] : [value])),
  }
}
