type Random = () => number
type Mutation = (bytes: Buffer, random: Random) => Buffer

const upTo = (random: Random, most: number) => Math.floor(random() * most)

/** Bytes that mean something to one reader or another. */
const telling = [
  '"',
  "'",
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\\',
  '\0',
  '{',
  '}',
  '[',
  ']',
  '<',
  '>',
  '&',
  '/*',
  '//',
  '\ufeff',
  '\ud7ff',
]
const extremes = [0x00, 0xff, 0x7f, 0x80, 0x01, 0xfe]

function somewhere(bytes: Buffer, random: Random): { start: number; end: number } {
  const start = upTo(random, bytes.length)
  return { start, end: Math.min(bytes.length, start + 1 + upTo(random, Math.min(bytes.length, 2000))) }
}

/** The ends of a file say more of it than its middle. */
function place(bytes: Buffer, random: Random): number {
  const near = Math.min(bytes.length, 600)
  const where = random()
  if (where < 0.25) return upTo(random, near)
  return where < 0.5 ? bytes.length - 1 - upTo(random, near) : upTo(random, bytes.length)
}

const mutations: Mutation[] = [
  (bytes, random) => {
    for (let flips = 1 + upTo(random, 8); flips > 0 && bytes.length > 0; flips--) {
      const at = place(bytes, random)
      bytes[at] = (bytes[at] as number) ^ (1 << upTo(random, 8))
    }
    return bytes
  },
  (bytes, random) => {
    for (let changed = 1 + upTo(random, 4); changed > 0 && bytes.length > 0; changed--) {
      bytes[place(bytes, random)] = extremes[upTo(random, extremes.length)] as number
    }
    return bytes
  },
  (bytes, random) => bytes.subarray(0, upTo(random, bytes.length)),
  (bytes, random) => bytes.subarray(upTo(random, Math.min(bytes.length, 200))),
  (bytes, random) => {
    const { start, end } = somewhere(bytes, random)
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
  },
  (bytes, random) => {
    const { start, end } = somewhere(bytes, random)
    const again = Array.from({ length: 1 + upTo(random, 20) }, () => bytes.subarray(start, end))
    return Buffer.concat([bytes.subarray(0, end), ...again, bytes.subarray(end)])
  },
  (bytes, random) => {
    const at = upTo(random, bytes.length + 1)
    const text = telling[upTo(random, telling.length)] as string
    const inserted = Buffer.from(text.repeat(1 + upTo(random, 3)))
    return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)])
  },
  (bytes, random) => {
    const at = upTo(random, bytes.length + 1)
    const noise = Buffer.from(Array.from({ length: 1 + upTo(random, 40) }, () => upTo(random, 256)))
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)])
  },
]

/** A file with some damage, the same for the same random numbers. */
export function mutateFile(original: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(original)
  for (let rounds = 1 + upTo(random, 3); rounds > 0; rounds--) {
    const mutation = mutations[upTo(random, mutations.length)] as Mutation
    bytes = Buffer.from(mutation(bytes, random))
  }
  return bytes
}
