import { expect, test } from 'vitest'
import { collectRows } from '../collect-rows.ts'
import { readXml } from '../read-xml.ts'
import { listenToTables } from './listen-to-tables.ts'

test('the text of a shape over a cell is not its own', () => {
  const shapes = ['caption', 'circle', 'connector', 'ellipse', 'path', 'polyline', 'regular-polygon', 'custom-shape']
  const drawn = shapes.map((name) => `<draw:${name}><text:p>drawn</text:p></draw:${name}>`).join('')
  const cell = `<table:table-cell office:value-type="string">${drawn}<text:p>own</text:p></table:table-cell>`
  const rows = collectRows()
  const reader = readXml('content.xml', listenToTables(0, rows))
  reader.push(Buffer.from(`<table:table><table:table-row>${cell}</table:table-row></table:table>`))
  reader.end()
  expect(rows.take()).toMatchObject([{ cells: [{ text: 'own' }] }])
})
