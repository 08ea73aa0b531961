import type { CellText } from '../../shared/cell-text.ts'

/** A text with everything invisible in it made visible, faintly. */
export function ShownText({ shown }: { shown: CellText }) {
  switch (shown.form) {
    case 'null':
      return <span className="text-text-3">null</span>
    case 'empty':
      return <span className="text-text-3">""</span>
    case 'plain':
      return shown.text
    case 'marked':
      return shown.segments.map(({ text, faint }, index) =>
        faint ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one value never move
          <span key={index} className="text-text-3">
            {text}
          </span>
        ) : (
          text
        ),
      )
  }
}
