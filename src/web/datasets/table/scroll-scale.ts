const tallestElement = 8_000_000
const longestEdge = 500_000

/**
 * How a list of rows maps onto an element that a browser can still lay out. Browsers cap an element near 17 to 33
 * million pixels and keep scroll offsets in 32-bit floats, so a longer list gets an element of 8 million pixels: the
 * first and last 500,000 pixels stand one to one, what lies between is stretched.
 */
export type ScrollScale = {
  viewport: number
  elementHeight: number
  farthestScroll: number
  farthestTop: number
  edge: number
  isScaled: boolean
}

/** Where the list stands: `top` in pixels of the list, `scrollTop` in pixels of the element. */
export type ScrollPlace = { top: number; scrollTop: number }

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)

export const scrollScale = (rowCount: number, rowHeight: number, viewport: number): ScrollScale => {
  const listHeight = rowCount * rowHeight
  const elementHeight = Math.min(listHeight, tallestElement)
  const farthestScroll = Math.max(0, elementHeight - viewport)
  return {
    viewport,
    elementHeight,
    farthestScroll,
    farthestTop: Math.max(0, listHeight - viewport),
    edge: Math.min(longestEdge, farthestScroll / 4),
    isScaled: listHeight > tallestElement,
  }
}

const stretch = ({ farthestTop, farthestScroll, edge }: ScrollScale) =>
  (farthestTop - 2 * edge) / (farthestScroll - 2 * edge)

/** The place in the list that a place of the scrollbar stands for. */
export const topAtScroll = (scale: ScrollScale, scrollTop: number): number => {
  const { edge, farthestScroll, farthestTop, isScaled } = scale
  const scroll = clamp(scrollTop, 0, farthestScroll)
  if (!isScaled || scroll <= edge) return scroll
  if (scroll >= farthestScroll - edge) return farthestTop - (farthestScroll - scroll)
  return edge + (scroll - edge) * stretch(scale)
}

/** The place of the scrollbar for a place in the list: the inverse of `topAtScroll`. */
export const scrollAtTop = (scale: ScrollScale, listTop: number): number => {
  const { edge, farthestScroll, farthestTop, isScaled } = scale
  const top = clamp(listTop, 0, farthestTop)
  if (!isScaled || top <= edge) return top
  if (top >= farthestTop - edge) return farthestScroll - (farthestTop - top)
  return edge + (top - edge) / stretch(scale)
}

const shortestJump = ({ elementHeight, viewport }: ScrollScale) =>
  Math.max(viewport, elementHeight / Math.max(1, viewport) / 2)

/**
 * The place after the browser scrolled. A small step (wheel, touch, a click beside the thumb) moves the list by exactly
 * as many pixels; a jump (the thumb was dragged: one pixel of it is thousands of the element) goes where it points.
 */
export const placeAfterScroll = (scale: ScrollScale, from: ScrollPlace, scrollTop: number): ScrollPlace => {
  if (!scale.isScaled) return { top: clamp(scrollTop, 0, scale.farthestTop), scrollTop }
  const step = scrollTop - from.scrollTop
  if (Math.abs(step) <= shortestJump(scale)) return { top: clamp(from.top + step, 0, scale.farthestTop), scrollTop }
  const shift = Math.round(topAtScroll(scale, scrollTop) - scrollTop)
  return { top: clamp(scrollTop + shift, 0, scale.farthestTop), scrollTop }
}

/** The place for a wanted place in the list, with the scrollbar where it belongs. `top` is kept to the pixel. */
export const placeAtTop = (scale: ScrollScale, wantedTop: number): ScrollPlace => {
  const top = clamp(wantedTop, 0, scale.farthestTop)
  const shift = Math.round(top - scrollAtTop(scale, top))
  return { top, scrollTop: clamp(top - shift, 0, scale.farthestScroll) }
}

/** Whether the scrollbar has reached an end that the list has not, so that the next small step would be lost. */
export const isStuck = (scale: ScrollScale, { top, scrollTop }: ScrollPlace): boolean =>
  (scrollTop <= 0 && top > 0) || (scrollTop >= scale.farthestScroll && top < scale.farthestTop)
