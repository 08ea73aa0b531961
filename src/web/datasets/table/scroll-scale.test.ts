import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isStuck, placeAfterScroll, placeAtTop, scrollAtTop, scrollScale, topAtScroll } from './scroll-scale.ts'

const rowHeight = 32
const tenMillion = 10_000_000
const viewport = 640
const scale = scrollScale(tenMillion, rowHeight, viewport)

describe('a list that fits into an element', () => {
  const short = scrollScale(1000, rowHeight, viewport)

  it('is not scaled', () => {
    expect(short).toMatchObject({ isScaled: false, elementHeight: 32_000, farthestTop: 31_360 })
    expect(topAtScroll(short, 1234.5)).toBe(1234.5)
    expect(placeAfterScroll(short, { top: 0, scrollTop: 0 }, 20_000)).toEqual({ top: 20_000, scrollTop: 20_000 })
  })

  it('never scrolls when it is shorter than its viewport, or empty', () => {
    for (const rows of [0, 1, 3]) {
      const tiny = scrollScale(rows, rowHeight, viewport)
      expect(placeAtTop(tiny, 500)).toEqual({ top: 0, scrollTop: 0 })
      expect(isStuck(tiny, { top: 0, scrollTop: 0 })).toBe(false)
    }
  })
})

describe('ten million rows', () => {
  it('stay within what browsers lay out', () => {
    expect(scale.elementHeight).toBe(8_000_000)
    expect(scale.isScaled).toBe(true)
  })

  it('begin at the first row and end at the last', () => {
    expect(topAtScroll(scale, 0)).toBe(0)
    expect(topAtScroll(scale, scale.farthestScroll)).toBe(tenMillion * rowHeight - viewport)
  })

  it('every row can be brought to the top of the view, to the pixel', () => {
    const row = fc.oneof(
      fc.integer({ min: 0, max: tenMillion - viewport / rowHeight }),
      fc.constantFrom(0, 1, 15_624, 15_625, 15_626, 5_000_000, 9_984_355, 9_984_375, 9_999_979, 9_999_980),
    )
    fc.assert(
      fc.property(row, (index) => {
        const place = placeAtTop(scale, index * rowHeight)
        expect(place.top).toBe(index * rowHeight)
        expect(Number.isInteger(place.top - place.scrollTop)).toBe(true)
        expect(place.scrollTop).toBeGreaterThanOrEqual(0)
        expect(place.scrollTop).toBeLessThanOrEqual(scale.farthestScroll)
      }),
      { numRuns: 2000 },
    )
  })

  it('both directions of the mapping agree and rise', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: scale.farthestScroll, noNaN: true }), (scroll) => {
        expect(scrollAtTop(scale, topAtScroll(scale, scroll))).toBeCloseTo(scroll, 4)
        expect(topAtScroll(scale, Math.min(scroll + 1, scale.farthestScroll))).toBeGreaterThanOrEqual(
          topAtScroll(scale, scroll),
        )
      }),
    )
  })

  it('a step of the wheel moves by exactly that many pixels, anywhere, also when the scrollbar is set right between', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: scale.farthestTop }),
        fc.array(fc.integer({ min: -900, max: 900 }), { maxLength: 60 }),
        (start, steps) => {
          let place = placeAtTop(scale, start)
          let expected = start
          for (const step of steps) {
            const scrollTop = place.scrollTop + step
            if (scrollTop < 0 || scrollTop > scale.farthestScroll) continue
            place = placeAfterScroll(scale, place, scrollTop)
            expected = Math.min(Math.max(expected + step, 0), scale.farthestTop)
            expect(place.top).toBe(expected)
            if (step % 3 === 0 || isStuck(scale, place)) place = placeAtTop(scale, place.top)
            expect(place.top).toBe(expected)
          }
        },
      ),
    )
  })

  it('the wheel reaches both ends from near them without help', () => {
    let place = placeAtTop(scale, 3200)
    while (place.scrollTop > 0) place = placeAfterScroll(scale, place, Math.max(0, place.scrollTop - 100))
    expect(place).toEqual({ top: 0, scrollTop: 0 })
    place = placeAtTop(scale, scale.farthestTop - 3200)
    while (place.scrollTop < scale.farthestScroll) {
      place = placeAfterScroll(scale, place, Math.min(scale.farthestScroll, place.scrollTop + 100))
    }
    expect(place.top).toBe(scale.farthestTop)
  })

  it('dragging the thumb goes where it points', () => {
    const place = placeAfterScroll(scale, { top: 0, scrollTop: 0 }, 4_000_000)
    expect(place.top / scale.farthestTop).toBeCloseTo(0.5, 3)
    expect(Number.isInteger(place.top - place.scrollTop)).toBe(true)
    expect(placeAfterScroll(scale, place, scale.farthestScroll).top).toBe(scale.farthestTop)
    expect(placeAfterScroll(scale, place, 0).top).toBe(0)
  })

  it('a click beside the thumb moves one view, not forty', () => {
    const place = placeAtTop(scale, 160_000_000)
    expect(placeAfterScroll(scale, place, place.scrollTop + viewport * 0.875).top).toBe(160_000_560)
  })

  it('says when the scrollbar ended before the list', () => {
    expect(isStuck(scale, { top: 5000, scrollTop: 0 })).toBe(true)
    expect(isStuck(scale, { top: scale.farthestTop - 1, scrollTop: scale.farthestScroll })).toBe(true)
    expect(isStuck(scale, placeAtTop(scale, 0))).toBe(false)
    expect(isStuck(scale, placeAtTop(scale, scale.farthestTop))).toBe(false)
  })
})
