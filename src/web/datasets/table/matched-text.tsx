import { cellText } from '../../../shared/cell-text.ts'
import { ShownText } from '../../values/shown-text.tsx'
import { fromMatch, matchesIn, type Needle } from './filter-matches.ts'

/** The text of a cell with what its row was found by marked, brought into view where the cell is too narrow for it. */
export function MatchedText({ text, needles, room }: { text: string; needles: readonly Needle[]; room: number }) {
  const shown = cellText(fromMatch(text, needles, room))
  if (shown.form === 'plain') return <Marked text={shown.text} needles={needles} />
  if (shown.form !== 'marked') return <ShownText shown={shown} />
  return shown.segments.map(({ text: piece, faint }, index) =>
    faint ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one value never move
      <span key={index} className="text-text-3">
        {piece}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one value never move
      <Marked key={index} text={piece} needles={needles} />
    ),
  )
}

function Marked({ text, needles }: { text: string; needles: readonly Needle[] }) {
  const matches = matchesIn(text, needles)
  if (matches.length === 0) return text
  return (
    <>
      {matches.map(({ from, to }, index) => (
        <span key={from}>
          {text.slice(matches[index - 1]?.to ?? 0, from)}
          <mark className="rounded-[2px] bg-[color-mix(in_srgb,var(--color-amber)_32%,transparent)] text-inherit">
            {text.slice(from, to)}
          </mark>
        </span>
      ))}
      {text.slice(matches.at(-1)?.to)}
    </>
  )
}
