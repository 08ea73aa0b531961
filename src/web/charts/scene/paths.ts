import type { Arc } from './scene.ts'

const number = (value: number) => value.toFixed(1)

/** A path through points in pixels; each `false` lifts the pen. */
export const pathOf = (points: (false | [x: number, y: number])[]): string => {
  let isDown = false
  let path = ''
  for (const point of points) {
    if (point) path += `${isDown ? 'L' : 'M'}${number(point[0])} ${number(point[1])}`
    isDown = point !== false
  }
  return path
}

/** A circle as a part of a path, so that thousands of points are one element. */
export const dotPath = (x: number, y: number, radius: number): string => {
  const across = 2 * radius
  return `M${number(x - radius)} ${number(y)}a${radius} ${radius} 0 1 0 ${across} 0a${radius} ${radius} 0 1 0 ${-across} 0`
}

/** A part of a ring, or of a disc where `inner` is 0; the whole one too. */
export const arcPath = ({ cx, cy, inner, outer, start, end }: Arc): string => {
  const corner = (radius: number, angle: number) =>
    `${number(cx + radius * Math.sin(angle))} ${number(cy - radius * Math.cos(angle))}`
  const middle = (start + end) / 2
  const along = (radius: number, from: number, to: number) => {
    const turn = to > from ? 1 : 0
    return `A${radius} ${radius} 0 0 ${turn} ${corner(radius, middle)}A${radius} ${radius} 0 0 ${turn} ${corner(radius, to)}`
  }
  if (inner <= 0 && end - start >= 2 * Math.PI) return `M${corner(outer, start)}${along(outer, start, end)}Z`
  const back = inner > 0 ? `L${corner(inner, end)}${along(inner, end, start)}` : `L${cx} ${cy}`
  return `M${corner(outer, start)}${along(outer, start, end)}${back}Z`
}
