import { frequentCharacters } from './frequent-characters.ts'
import type { TextEncoding } from './sniff-encoding.ts'

type Script = keyof typeof frequentCharacters

const western: Script[] = ['german', 'french', 'spanish', 'portuguese', 'nordic', 'western']
const central: Script[] = ['czech', 'polish', 'hungarian', 'romanian', 'croatian', 'german', 'central']
const baltic: Script[] = ['latvian', 'lithuanian', 'estonian', 'baltic']

/** The encodings that bytes which are no Unicode are tried in, with the letters expected; the earlier win ties. */
export const legacyEncodings: { encoding: TextEncoding; scripts: Script[]; isMultiByte: boolean }[] = [
  { encoding: 'windows-1252', scripts: western, isMultiByte: false },
  { encoding: 'shift_jis', scripts: ['japanese'], isMultiByte: true },
  { encoding: 'euc-jp', scripts: ['japanese'], isMultiByte: true },
  { encoding: 'gb18030', scripts: ['simplified'], isMultiByte: true },
  { encoding: 'big5', scripts: ['traditional'], isMultiByte: true },
  { encoding: 'euc-kr', scripts: ['korean'], isMultiByte: true },
  { encoding: 'windows-1251', scripts: ['cyrillic'], isMultiByte: false },
  { encoding: 'koi8-r', scripts: ['cyrillic'], isMultiByte: false },
  { encoding: 'ibm866', scripts: ['cyrillic'], isMultiByte: false },
  { encoding: 'windows-1250', scripts: central, isMultiByte: false },
  { encoding: 'iso-8859-2', scripts: central, isMultiByte: false },
  { encoding: 'windows-1253', scripts: ['greek'], isMultiByte: false },
  { encoding: 'windows-1254', scripts: ['turkish'], isMultiByte: false },
  { encoding: 'windows-1257', scripts: baltic, isMultiByte: false },
  { encoding: 'windows-1255', scripts: ['hebrew'], isMultiByte: false },
  { encoding: 'windows-1256', scripts: ['arabic'], isMultiByte: false },
  { encoding: 'macintosh', scripts: western, isMultiByte: false },
]

const sets = Object.fromEntries(
  Object.entries(frequentCharacters).map(([script, characters]) => [script, new Set(characters)]),
) as Record<Script, Set<string>>
/** Letters of several languages make sense together, but less than those of one. */
const mixtures: Partial<Record<Script, number>> = { western: 0.95, central: 0.92, baltic: 0.9 }
const ranked = new Set<Script>(['cyrillic', 'greek', 'hebrew', 'arabic'])
const marks = new Set('–—’‘“”„…€°§·×«»™®©²³½¼¾µ£¥±•¿¡ªº№、。・「」，：（）！？％〜　')
const latin = new Set<Script>([...western, ...central, ...baltic, 'turkish'])
const misplaced = 0.6
const ideograph = /\p{Script=Han}|\p{Script=Hangul}/u

/** How much a text looks like one of these scripts, from about 1 (all its letters are frequent ones) down below 0. */
export function scoreDecoding(text: string, scripts: Script[]): number {
  return Math.max(...scripts.map((script) => scoreAs(text, script) * (mixtures[script] ?? 1)))
}

function scoreAs(text: string, script: Script): number {
  const weight = weightOf(script)
  const frequent = sets[script]
  const isLatin = latin.has(script)
  let sum = 0
  let count = 0
  let previous = ' '
  for (const character of text) {
    if (character > '\x7f') {
      count++
      sum += scoreOf(character, previous, frequent, weight)
      if (isLatin ? isForeignLetter(previous) && isForeignLetter(character) : /[A-Za-z]/.test(previous))
        sum -= misplaced
    } else if (!isLatin && /[A-Za-z]/.test(character) && isForeignLetter(previous)) sum -= misplaced
    previous = character
  }
  return count === 0 ? 0 : sum / count
}

/** What a letter of the script counts: less for the rare ones, where they are listed by how frequent they are. */
function weightOf(script: Script): (character: string) => number {
  if (!ranked.has(script)) return () => 1
  const ranks = new Map([...sets[script]].map((character, rank) => [character, 1 - (0.6 * rank) / sets[script].size]))
  return (character) => ranks.get(character) ?? 0
}

/** Letters of another alphabet than the Latin one do not stand within Latin words, nor accented ones in a row. */
function isForeignLetter(character: string): boolean {
  return character > '\x7f' && /\p{L}/u.test(character)
}

function scoreOf(
  character: string,
  previous: string,
  frequent: Set<string>,
  weight: (character: string) => number,
): number {
  if (character === '\ufffd' || (character >= '\x80' && character < '\xa0')) return -3
  const isLetterBefore = /\p{L}/u.test(previous)
  if (frequent.has(character)) return weight(character)
  const lower = character.toLowerCase()
  if (lower !== character && frequent.has(lower))
    return isLetterBefore && previous === previous.toLowerCase() ? -1 : 0.7
  if (marks.has(character)) return 0.9
  if (character === '\xa0') return 0.2
  if (ideograph.test(character)) return [...frequent].some((one) => ideograph.test(one)) ? 0.3 : -1
  return -1
}
