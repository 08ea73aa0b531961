import { useState } from 'react'
import { barAt, histogramBars } from '../../../shared/histogram-bars.ts'
import type { ColumnProfile } from '../../../shared/profile.ts'
import { hideChartTip, showChartTip } from '../../charts/chart-tip.tsx'
import type { Mark } from './chart-marks.ts'

/** Marks from one to another, both included. */
export type Band = { from: number; to: number }

const marksOfBand = ({ from, to }: Band): number[] => {
  const first = Math.min(from, to)
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => first + index)
}

/**
 * Choosing marks of a chart: a press takes one, a drag over bars a range, with Ctrl or Shift they are added; arrows go
 * from mark to mark, with Shift they make a range, Enter takes it, Escape gives the focus back to the table.
 */
export const useMarkChoice = ({
  marks,
  profile,
  width,
  describe,
  press,
}: {
  marks: Mark[]
  profile: ColumnProfile
  width: number
  describe: (mark: number) => { title: string; detail: string }
  press: (pressed: number[], add: boolean) => void
}) => {
  const [at, setAt] = useState(0)
  const [band, setBand] = useState<Band>()
  const [pointer, setPointer] = useState<number>()
  const here = Math.min(at, marks.length - 1)
  const barCount = marks.filter(({ form }) => form === 'bin').length

  const barUnder = (chart: Element, x: number): number | undefined => {
    const left = chart.querySelector('svg')?.getBoundingClientRect().left
    if (left === undefined || barCount === 0) return undefined
    const bars = histogramBars(profile.histogram, width, 1)
    const bar = barAt(bars, x - left)
    return bar && bars.indexOf(bar)
  }

  const markUnder = ({ target, currentTarget, clientX }: React.PointerEvent): number | undefined => {
    const named = (target as Element).closest('[data-mark]')?.getAttribute('data-mark')
    if (named === 'null') return marks.findIndex(({ form }) => form === 'null')
    if (named == null) return barUnder(currentTarget, clientX)
    const value = profile.top_values[Number(named)]?.value
    const found = marks.findIndex((mark) => mark.form === 'value' && mark.value === value)
    return found < 0 ? undefined : found
  }

  const show = (chart: Element, mark: number) => {
    const box = boxOfMark(chart, mark, marks, profile, width)
    const { title, detail } = describe(mark)
    showChartTip({ x: (box.left + box.right) / 2, y: box.top, title, lines: [detail] })
  }

  const stop = () => {
    setPointer(undefined)
    setBand(undefined)
  }

  return {
    at: here,
    band,
    handlers: {
      onPointerDown: (event: React.PointerEvent) => {
        const mark = event.button === 0 ? markUnder(event) : undefined
        if (mark === undefined) return
        hideChartTip()
        event.currentTarget.setPointerCapture(event.pointerId)
        setPointer(event.pointerId)
        setAt(mark)
        setBand({ from: mark, to: mark })
      },
      onPointerMove: (event: React.PointerEvent) => {
        if (pointer !== event.pointerId || !band || band.from >= barCount) return
        const to = barUnder(event.currentTarget, event.clientX)
        if (to !== undefined && to !== band.to) setBand({ ...band, to })
      },
      onPointerUp: (event: React.PointerEvent) => {
        if (pointer !== event.pointerId || !band) return
        if (event.pointerType === 'touch' && band.from === band.to) return setPointer(undefined)
        press(marksOfBand(band), event.ctrlKey || event.metaKey || event.shiftKey)
        stop()
      },
      /** A tap counts when its click has come: the table may move with the filter, and what then lies there is not meant. */
      onClick: () => {
        if (pointer !== undefined || !band) return
        press(marksOfBand(band), false)
        stop()
      },
      onPointerCancel: stop,
      onBlur: () => {
        hideChartTip()
        stop()
      },
      onKeyDown: (event: React.KeyboardEvent) => {
        const next = nextMark(event.key, here, marks.length)
        if (next !== undefined) {
          setAt(next)
          setBand(event.shiftKey ? { from: band?.from ?? here, to: next } : undefined)
          show(event.currentTarget, next)
        } else if (event.key === 'Enter' || event.key === ' ') {
          press(marksOfBand(band ?? { from: here, to: here }), event.ctrlKey || event.metaKey)
          setBand(undefined)
        } else if (event.key === 'Escape') {
          if (band) setBand(undefined)
          else event.currentTarget.closest<HTMLElement>('[role=grid]')?.focus()
        } else return
        event.preventDefault()
        event.stopPropagation()
      },
    },
  }
}

const nextMark = (key: string, at: number, length: number): number | undefined => {
  const next = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 0, End: length - 1 }[
    key
  ]
  return next === undefined ? undefined : Math.min(length - 1, Math.max(0, next))
}

const boxOfMark = (chart: Element, index: number, marks: Mark[], profile: ColumnProfile, width: number) => {
  const mark = marks[index]
  const named =
    mark?.form === 'null'
      ? 'null'
      : profile.top_values.findIndex(({ value }) => mark?.form === 'value' && value === mark.value)
  const element = [...chart.querySelectorAll(`[data-mark="${named}"]`)].at(-1)
  const box = (element ?? chart.querySelector('svg') ?? chart).getBoundingClientRect()
  const bar = mark?.form === 'bin' ? histogramBars(profile.histogram, width, 1)[index] : undefined
  return bar ? { left: box.left + bar.slotLeft, right: box.left + bar.slotRight, top: box.top } : box
}
