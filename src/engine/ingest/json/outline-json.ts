import { feedJson } from './feed-json.ts'
import type { JsonPath } from './json-path.ts'
import { walkStep } from './walk-json.ts'

/** What the members of an object or the elements of a list are, counted. */
export type JsonShape = {
  isObject: boolean
  count: number
  objects: number
  arrays: number
  strings: number
  nulls: number
  /** The keys of the objects in it, with how many have each; more than `mostKeysKept` are not counted. */
  keys: Map<string, number>
  keyCount: number
  /** The lengths of the lists in it. */
  shortest: number
  longest: number
  /** How many objects and lists stand in those in it. */
  deeper: number
}

/** An object or a list of a document: where it is, and what is in it. Bytes count from the beginning of the text. */
export type JsonNode = JsonShape & {
  path: JsonPath
  parent: JsonNode | undefined
  start: number
  end: number
  line: number
  /** The elements of a list of short texts, and the values of keys such as `name` in a list of objects. */
  texts: string[]
  named: Map<string, string[]>
}

/** More different keys than this are a map. */
export const mostKeysKept = 10_000

const mostNodes = 10_000
const mostTexts = 10_000
const deepestNode = 8
const nodesOfList = 4
const namingKeys = new Set(['name', 'id', 'title', 'label', 'key', 'field', 'fieldName', 'column', 'column_name'])

type Frame = { node: JsonNode | undefined; isObject: boolean; count: number; key: string; nodes: number }

/**
 * The objects and lists near the root of a document, in the order in which they begin; undefined when it is more than one
 * document. Throws `JsonPlaceError` where it is none.
 */
export async function outlineJson(pieces: AsyncIterable<Uint8Array>): Promise<JsonNode[] | undefined> {
  const nodes: JsonNode[] = []
  const stack: Frame[] = []
  let isOne = true

  const top = () => stack[stack.length - 1]
  const enter = (isObject: boolean, at: number, line: number) => {
    const parent = top()
    const node = mayBeNode(parent, nodes.length) ? newNode(parent, isObject, at, line) : undefined
    if (node) nodes.push(node)
    if (parent) parent.nodes += node ? 1 : 0
    count(parent, (shape) => (isObject ? shape.objects++ : shape.arrays++))
    const grandparent = stack[stack.length - 2]?.node
    if (grandparent && parent) grandparent.deeper++
    stack.push({ node, isObject, count: 0, key: '', nodes: 0 })
  }
  const leave = (end: number) => {
    const frame = stack.pop() as Frame
    if (frame.node) frame.node.end = end
    const within = top()?.node
    if (within && !frame.isObject) {
      within.shortest = Math.min(within.shortest, frame.count)
      within.longest = Math.max(within.longest, frame.count)
    }
  }
  const nameKey = (bytes: Buffer, start: number, end: number) => {
    const frame = top() as Frame
    const within = stack[stack.length - 2]?.node
    if (!frame.node && !within) return
    frame.key = textAt(bytes, start, end)
    if (!within) return
    const known = within.keys.get(frame.key)
    if (known !== undefined) within.keys.set(frame.key, known + 1)
    else if (within.keys.size < mostKeysKept) within.keys.set(frame.key, 1)
    within.keyCount++
  }
  const meet = (bytes: Buffer, start: number, end: number) => {
    const frame = top()
    const isText = bytes[start] === 34
    count(frame, (shape) => {
      if (isText) shape.strings++
      if (bytes[start] === 110) shape.nulls++
    })
    if (!frame || !isText) return
    const isShort = end - start < 500
    const { node } = frame
    if (node && !node.isObject && isShort && node.texts.length < mostTexts) node.texts.push(textAt(bytes, start, end))
    const within = stack[stack.length - 2]?.node
    if (!within || within.isObject || !isShort || !namingKeys.has(frame.key)) return
    const named = within.named.get(frame.key) ?? []
    if (named.length < mostTexts) named.push(textAt(bytes, start, end))
    within.named.set(frame.key, named)
  }
  const step = walkStep({
    open: enter,
    close: leave,
    key: nameKey,
    scalar: meet,
    another: () => {
      isOne = false
    },
  })
  await feedJson(pieces, step, async () => {})
  return isOne ? nodes : undefined
}

function count(frame: Frame | undefined, add: (shape: JsonShape) => void): void {
  if (!frame) return
  frame.count++
  if (!frame.node) return
  frame.node.count++
  add(frame.node)
}

/** Within lists only the first elements are looked at: their elements are rows rather than places of tables. */
function mayBeNode(parent: Frame | undefined, nodeCount: number): boolean {
  if (!parent) return true
  if (!parent.node || nodeCount >= mostNodes || parent.node.path.length >= deepestNode) return false
  return parent.isObject || parent.count < nodesOfList
}

function newNode(parent: Frame | undefined, isObject: boolean, start: number, line: number): JsonNode {
  const own = parent && (parent.isObject ? parent.key : parent.count)
  return {
    path: own === undefined ? [] : [...(parent?.node?.path ?? []), own],
    parent: parent?.node,
    isObject,
    start,
    end: start,
    line,
    count: 0,
    objects: 0,
    arrays: 0,
    strings: 0,
    nulls: 0,
    keys: new Map(),
    keyCount: 0,
    shortest: Number.POSITIVE_INFINITY,
    longest: 0,
    deeper: 0,
    texts: [],
    named: new Map(),
  }
}

function textAt(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start + 1, end - 1)
  return text.includes('\\') ? (JSON.parse(bytes.toString('utf8', start, end)) as string) : text
}
