import { classNames } from './class-names.ts'

const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

/** Keys as caps: `g d` is a sequence, `mod+k` a chord (Ctrl, or Cmd on Apple systems). */
export function Kbd({ keys, onInverse = false }: { keys: string; onInverse?: boolean }) {
  return (
    <span className="inline-flex gap-1">
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className={classNames(
            'inline-grid h-[18px] min-w-[18px] place-items-center rounded-sm px-1 font-sans text-12',
            onInverse ? 'bg-on-inverse/15' : 'bg-surface text-text-2 shadow-[inset_0_0_0_1px_var(--color-hairline)]',
          )}
        >
          {key
            .split('+')
            .map((part) => (part === 'mod' ? (isApple ? '⌘' : 'Ctrl') : part.length === 1 ? part : part))
            .join(isApple ? '' : ' ')}
        </kbd>
      ))}
    </span>
  )
}
