import { expect, test } from 'vitest'
import { readXml } from './read-xml.ts'

test('bytes that are not in the encoding of a document are no letters', () => {
  const read = (text: string) => {
    const reader = readXml('sheet', { open: () => {} })
    reader.push(Buffer.from(text, 'latin1'))
    reader.end()
  }
  expect(() => read('<?xml version="1.0" encoding="windows-1252"?><a>Köln</a>')).not.toThrow()
  expect(() => read('<?xml version="1.0"?><a>Köln</a>')).toThrow('no valid XML')
})
