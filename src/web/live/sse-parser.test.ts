import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSseParser, type ServerEvent } from './sse-parser.ts'

function parse(...chunks: string[]) {
  const events: ServerEvent[] = []
  const retries: number[] = []
  const parser = createSseParser(
    (event) => events.push(event),
    (milliseconds) => retries.push(milliseconds),
  )
  for (const chunk of chunks) parser.push(chunk)
  return { events, retries }
}

const dataset = { event: 'dataset', data: '{"a":1}', id: '7' }

test('an event ends at the blank line', () => {
  expect(parse('id: 7\nevent: dataset\ndata: {"a":1}\n').events).toEqual([])
  expect(parse('id: 7\nevent: dataset\ndata: {"a":1}\n\n').events).toEqual([dataset])
})

test.each(['\n', '\r', '\r\n'])('lines may end with %j', (end) => {
  const text = ['id: 7', 'event: dataset', 'data: {"a":1}', '', ''].join(end)
  expect(parse(`${text}:\n`).events).toEqual([dataset])
})

test('a carriage return at the end of a chunk waits for its line feed', () => {
  expect(parse('data: a\r', '\ndata: b\r', '\n\r', '\n').events).toEqual([{ event: 'message', data: 'a\nb', id: '' }])
})

test('comments, unknown fields and a byte order mark are passed over', () => {
  expect(parse('\uFEFF: hello\nwhat: else\ndata\ndata: x\n\n').events).toEqual([
    { event: 'message', data: '\nx', id: '' },
  ])
})

test('an event without data is none, but its id and kind do not leak', () => {
  expect(parse('event: dataset\nid: 3\n\ndata: x\n\n').events).toEqual([{ event: 'message', data: 'x', id: '3' }])
})

test('one blank after the colon belongs to the syntax, a second to the value', () => {
  expect(parse('data:a\ndata:  b\n\n').events[0]?.data).toBe('a\n b')
})

test('an id with NUL is ignored, retry takes digits only', () => {
  expect(parse('id: 1\nid: 2\0\nretry: 1500\nretry: soon\ndata: x\n\n')).toEqual({
    events: [{ event: 'message', data: 'x', id: '1' }],
    retries: [1500],
  })
})

test('how the bytes are cut never matters', () => {
  const text = ': hi\r\nid: 7\r\nevent: dataset\r\ndata: {"a":1}\r\n\r\ndata: ö\ndata\n\nid: 9\ndata: z\r\r'
  const whole = parse(`${text}:\n`).events
  expect(whole).toHaveLength(3)
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length]
      const chunks = places.slice(1).map((end, index) => text.slice(places[index], end))
      expect(parse(...chunks, ':\n').events).toEqual(whole)
    }),
  )
})
