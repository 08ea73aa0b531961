import { Button } from 'react-aria-components/Button'
import { formatCount } from '../../shared/format-numbers.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Popover, PopoverTrigger } from '../ui/popover.tsx'

/**
 * A label that explains itself. Pressed, it says what the number means, how it is computed, on how many values, and its
 * SQL, or why there is none.
 */
export function ExplainedTerm({
  term,
  of,
  meaning,
  formula,
  n,
  exact,
  sql,
  whyNot,
  label = term,
}: {
  term: string
  /** What the number is about, as a screen reader says it: a column, a pair. */
  of: string
  meaning: string
  formula: string
  n?: number | undefined
  exact?: string | undefined
  sql?: string | undefined
  /** Why there is no SQL. */
  whyNot?: string | undefined
  label?: string
}) {
  return (
    <PopoverTrigger>
      <Button className="explained inline-flex min-h-6 items-center rounded-sm text-left data-hovered:text-text data-focus-visible:outline-offset-0">
        {label}
      </Button>
      <Popover label={`${term} of ${of}`} placement="bottom start" className="w-80 max-w-[calc(100vw-1rem)]">
        <div className="flex flex-col gap-2.5 p-3 text-13">
          <div className="flex items-baseline justify-between gap-3">
            <p className="font-semibold">{term}</p>
            {n !== undefined && <span className="text-12 text-text-2 tabular">n = {formatCount(n)}</span>}
          </div>
          <p className="text-text-2">{meaning}</p>
          <p className="text-13 wrap-anywhere">{formula}</p>
          {exact !== undefined && <Copied label="Exact value" text={exact} />}
          {sql !== undefined && <Copied label="SQL" text={sql} />}
          {whyNot !== undefined && <p className="text-12 text-text-2">{whyNot}</p>}
        </div>
      </Popover>
    </PopoverTrigger>
  )
}

function Copied({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between text-12 text-text-2">
        {label}
        <CopyButton label={`Copy ${label === 'SQL' ? 'the SQL' : 'the exact value'}`} text={text} />
      </div>
      <code className="max-h-32 overflow-auto rounded-sm bg-sunken px-2 py-1.5 font-mono text-12 wrap-anywhere">
        {text}
      </code>
    </div>
  )
}
