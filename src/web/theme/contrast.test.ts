/// <reference types="node" />
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

type Rgb = [number, number, number]
const themes = ['light', 'dark'] as const

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

const tokens = Object.fromEntries(
  [...css.matchAll(/--color-([a-z0-9-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map(
    ([, name, light, dark, both]) => [name, { light: light ?? both, dark: dark ?? both } as Record<string, string>],
  ),
)

const rgbOf = (name: string, theme: string): Rgb => {
  const hex = tokens[name]?.[theme]
  if (!hex) throw new Error(`no token ${name}`)
  return [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)) as Rgb
}
const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
const luminance = ([red, green, blue]: Rgb) => 0.2126 * red + 0.7152 * green + 0.0722 * blue

function contrast(a: string, b: string, theme: string): number {
  const [dark, light] = [luminance(rgbOf(a, theme)), luminance(rgbOf(b, theme))].sort((x, y) => x - y) as [
    number,
    number,
  ]
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['ground', 'surface', 'sunken', 'hover', 'selected']
const pairs: { fore: string; back: string; least: number }[] = [
  ...['text', 'text-2', 'accent', 'red', 'amber', 'green'].flatMap((fore) =>
    grounds.map((back) => ({ fore, back, least: 4.5 })),
  ),
  ...['ground', 'surface', 'sunken'].map((back) => ({ fore: 'text-3', back, least: 4.5 })),
  ...['amber', 'red', 'green'].flatMap((tone) => [
    { fore: tone, back: `${tone}-wash`, least: 4.5 },
    { fore: 'text', back: `${tone}-wash`, least: 4.5 },
    { fore: 'text-2', back: `${tone}-wash`, least: 4.5 },
  ]),
  ...['accent', 'accent-hover', 'red', 'red-hover'].map((back) => ({ fore: 'on-accent', back, least: 4.5 })),
  { fore: 'on-inverse', back: 'inverse', least: 4.5 },
  ...['ground', 'surface', 'sunken'].flatMap((back) => [
    { fore: 'control', back, least: 3 },
    { fore: 'accent', back, least: 3 },
  ]),
  ...['1', '2', '3', '4', '5', '6', 'other'].flatMap((category) =>
    ['ground', 'surface'].map((back) => ({ fore: `category-${category}`, back, least: 3 })),
  ),
]

for (const theme of themes) {
  test.each(pairs)(`${theme}: $fore on $back reaches $least`, ({ fore, back, least }) => {
    expect(contrast(fore, back, theme)).toBeGreaterThanOrEqual(least)
  })
}

// Machado, Oliveira, Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1.
const deficiencies: Record<string, number[][]> = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** Distance in OKLab (Ottosson 2020); 0.02 is about a just noticeable difference. */
function distance(a: Rgb, b: Rgb): number {
  const [first, second] = [oklab(a), oklab(b)]
  return Math.hypot(...first.map((part, index) => part - (second[index] ?? 0)))
}

function oklab([red, green, blue]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

const seenWith = (matrix: number[][], colour: Rgb): Rgb =>
  matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, part, index) => sum + part * (colour[index] ?? 0), 0),
      ),
    ),
  ) as Rgb

test.each(Object.entries(deficiencies))('categories can be told apart with %s', (_name, matrix) => {
  const colours = ['1', '2', '3', '4', '5', '6'].map((name) => seenWith(matrix, rgbOf(`category-${name}`, 'light')))
  const distances = colours.flatMap((a, index) => colours.slice(index + 1).map((b) => distance(a, b)))
  expect(Math.min(...distances)).toBeGreaterThan(0.08)
})
