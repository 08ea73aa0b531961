import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canStep,
  fileArrangement,
  movedTo,
  readArrangement,
  shownColumns,
  stepped,
  withPinned,
  withShown,
  writeArrangement,
} from './column-arrangement.ts'

const names = ['id', 'port', 'arrived', 'weight', 'notes', 'crew']
const file = fileArrangement(names)
const shown = (arrangement: typeof file) => shownColumns(arrangement).names

describe('what an arrangement shows', () => {
  it('is the file until somebody changes it', () => {
    expect(shownColumns(file)).toEqual({ names, pinned: 0 })
    expect(writeArrangement(file, names)).toEqual({})
  })

  it('puts pinned columns first and gives them back their place', () => {
    const pinned = withPinned(withPinned(file, 'notes', true), 'port', true)
    expect(shownColumns(pinned)).toEqual({ names: ['notes', 'port', 'id', 'arrived', 'weight', 'crew'], pinned: 2 })
    expect(shown(withPinned(withPinned(pinned, 'notes', false), 'port', false))).toEqual(names)
  })

  it('leaves one column, whatever is hidden', () => {
    expect(shown(withShown(file, names, false))).toEqual(['id'])
    expect(shown(withShown(withShown(file, ['id', 'crew'], false), ['crew'], true))).toEqual(names.slice(1))
  })
})

describe('moving a column', () => {
  it('puts it before another one or behind the last', () => {
    expect(shown(movedTo(file, 'notes', 0))).toEqual(['notes', 'id', 'port', 'arrived', 'weight', 'crew'])
    expect(shown(movedTo(file, 'id', 6))).toEqual(['port', 'arrived', 'weight', 'notes', 'crew', 'id'])
    expect(movedTo(file, 'port', 1)).toBe(file)
    expect(movedTo(file, 'port', 2)).toBe(file)
  })

  it('steps over hidden columns', () => {
    const without = withShown(file, ['port', 'arrived'], false)
    expect(shown(stepped(without, 'id', 1))).toEqual(['weight', 'id', 'notes', 'crew'])
    expect(shown(stepped(without, 'weight', -1))).toEqual(['weight', 'id', 'notes', 'crew'])
  })

  it('pins what is dropped among the pinned ones, and frees what is dropped behind them', () => {
    const pinned = withPinned(withPinned(file, 'crew', true), 'notes', true)
    expect(shownColumns(movedTo(pinned, 'weight', 1))).toEqual({
      names: ['crew', 'weight', 'notes', 'id', 'port', 'arrived'],
      pinned: 3,
    })
    expect(shownColumns(movedTo(pinned, 'crew', 4))).toEqual({
      names: ['notes', 'id', 'port', 'crew', 'arrived', 'weight'],
      pinned: 1,
    })
    expect(shown(stepped(pinned, 'crew', 1)).slice(0, 2)).toEqual(['notes', 'crew'])
    expect(canStep(shownColumns(pinned), 'notes', 1)).toBe(false)
    expect(canStep(shownColumns(pinned), 'id', -1)).toBe(false)
  })
})

describe('the address of an arrangement', () => {
  it('says only what differs', () => {
    const changed = withPinned(withShown(movedTo(file, 'notes', 1), ['crew'], false), 'weight', true)
    expect(writeArrangement(changed, names)).toEqual({ hide: 'crew', pin: 'weight', order: 'id,notes' })
    expect(writeArrangement(movedTo(file, 'crew', 0), names)).toEqual({ order: ',crew' })
    expect(writeArrangement(withShown(file, names.slice(2), false), names)).toEqual({ show: 'id,port' })
  })

  it('stays short with thousands of columns', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `c${index}`)
    const half = withShown(fileArrangement(many), many.slice(100, 4100), false)
    expect(writeArrangement(movedTo(half, 'c9999', 0), many)).toEqual({ hide: 'c100..c4099', order: ',c9999' })
  })

  it('names the columns that this table does not have, and leaves them out', () => {
    const { arrangement, unknown } = readArrangement(
      { hide: 'gone,crew,a..b', pin: 'port,lost', order: 'id,away,notes' },
      names,
    )
    expect(unknown).toEqual(['gone', 'a', 'b', 'lost', 'away'])
    expect(shownColumns(arrangement)).toEqual({ names: ['port', 'id', 'notes', 'arrived', 'weight'], pinned: 1 })
  })

  it.each([
    { show: 'nothing' },
    { hide: 'id..crew' },
    { hide: '[1' },
    { pin: '[{}]' },
    { order: '[["id",3]]' },
    { order: 'id,id;id' },
  ])('shows the whole table for %j', (text) => {
    expect(shown(readArrangement(text, names).arrangement)).toEqual(names)
  })

  it('opens the view that it was written for, whatever the names', () => {
    const name = fc.oneof(
      fc.constantFrom('a', 'b', 'c', 'a..b', 'x,y', '[1]', ';', '..', '-a', '"', 'é'),
      fc.string({ minLength: 1 }),
    )
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 1, maxLength: 12 }).chain((all) =>
          fc.record({
            all: fc.constant(all),
            order: fc.shuffledSubarray(all, { minLength: all.length }),
            pinned: fc.shuffledSubarray(all),
            hidden: fc.subarray(all, { maxLength: all.length - 1 }),
          }),
        ),
        ({ all, order, pinned, hidden }) => {
          const arrangement = { order, pinned, hidden: new Set(hidden) }
          const read = readArrangement(writeArrangement(arrangement, all), all)
          expect(read).toEqual({ arrangement, unknown: [] })
        },
      ),
      { numRuns: 200 },
    )
  })
})
