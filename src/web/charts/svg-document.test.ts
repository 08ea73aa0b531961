import { expect, test } from 'vitest'
import type { Scene } from './scene/scene.ts'
import { svgDocument } from './svg-document.ts'

const colours = (token: string): [number, number, number] => (token === 'surface' ? [255, 255, 255] : [10, 100, 200])

const scene: Scene = {
  ...{ width: 200, height: 100, plot: { x: 0, y: 0, width: 200, height: 100 }, hits: [], brush: [] },
  shapes: [
    { kind: 'rect', x: 1 / 3, y: 2, width: 10, height: 20, fill: { token: 'category-1', share: 0.5 } },
    { kind: 'rect', x: 0, y: 0, width: 5, height: 5, fill: 'hatched', isPale: true },
    { kind: 'text', x: 0, y: 0, text: '<script>&"\u0000', anchor: 'end', fill: 'text', isUpright: true },
  ],
}

test('a drawing is a file of its own: title and caption in it, nothing of other files, no markup from the data', () => {
  const svg = svgDocument(scene, { title: 'Fares </title><script>', notes: ['n = 3 rows', 'other'], colours })
  expect(svg).toContain('<title>Fares &lt;/title&gt;&lt;script&gt;</title>')
  expect(svg).toContain('n = 3 rows · other')
  expect(svg).toContain('<rect x="0.33" y="2" width="10" height="20" fill="#85b2e4"/>')
  expect(svg).toContain('fill="url(#rest)"')
  expect(svg).toContain('&lt;script&gt;&amp;&quot;\ufffd')
  expect(svg).not.toMatch(/<script|href|style=|var\(|NaN/)
})
