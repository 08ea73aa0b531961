import { useState } from 'react'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { coefficientText } from '../../../shared/statistic-text.ts'
import type { CorrelationPair } from '../../../shared/statistics.ts'
import { DivergingBar } from '../../charts/diverging-bar.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'

const shownAtFirst = 12
const shownMore = 100

/** Pairs of columns, the strongest first; pressing one shows it in full. */
export function PairList({
  pairs,
  chosen,
  onChoose,
}: {
  pairs: CorrelationPair[]
  chosen: CorrelationPair | undefined
  onChoose: (pair: CorrelationPair) => void
}) {
  const [shownCount, setShownCount] = useState(shownAtFirst)
  const shown = pairs.slice(0, shownCount)
  const more = Math.min(shownMore, pairs.length - shown.length)
  return (
    <section aria-labelledby="strongest-pairs" className="min-w-0">
      <h2 id="strongest-pairs" className="mb-1 text-13 font-medium">
        Strongest pairs
      </h2>
      <ul className="border-t border-hairline">
        {shown.map((pair) => (
          <li key={`${pair.x}\n${pair.y}`} className="border-b border-hairline">
            <button
              type="button"
              aria-pressed={pair === chosen}
              onClick={() => onChoose(pair)}
              className={classNames(
                'grid min-h-8 w-full grid-cols-[minmax(0,1fr)_4.5rem_3.5rem] items-center gap-3 rounded-sm px-1.5 text-left text-13 hover:bg-hover focus-visible:-outline-offset-2',
                pair === chosen && 'bg-selected',
              )}
            >
              <span className="truncate" title={`${pair.x} × ${pair.y}`}>
                {pair.x} <span className="text-text-2">×</span> {pair.y}
              </span>
              <DivergingBar value={pair.value ?? 0} />
              <span className="text-right tabular">{coefficientText(pair.value)}</span>
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Button variant="quiet" size="small" className="mt-1" onPress={() => setShownCount(shownCount + shownMore)}>
          Show {formatCounted(more, 'more pair')}
        </Button>
      )}
    </section>
  )
}
