import { Undo2 } from 'lucide-react'
import { IconButton } from '../../ui/icon-button.tsx'

/** One thing that is found or decided: its control, which of the two it is, and the way back. */
export function OptionField({
  label,
  isDecided,
  isFoundShown = false,
  error,
  onBack,
  children,
}: {
  label: string
  isDecided: boolean
  /** The control itself says what was found. */
  isFoundShown?: boolean
  error?: string | undefined
  onBack: () => void
  children: React.ReactNode
}) {
  return (
    <div className={`border-l-2 pl-3 ${isDecided ? 'border-accent' : 'border-transparent'}`}>
      <div className="flex items-end gap-1">
        <div className="min-w-0 flex-1">{children}</div>
        {isDecided && (
          <IconButton label={`${label}: back to what was found`} onPress={onBack}>
            <Undo2 aria-hidden size={14} />
          </IconButton>
        )}
      </div>
      {error ? (
        <p role="alert" className="pt-1 text-13 wrap-anywhere text-red">
          {error}
        </p>
      ) : (
        (isDecided || !isFoundShown) && (
          <p className="pt-0.5 text-12 wrap-anywhere text-text-2">{isDecided ? 'Your choice' : 'As found'}</p>
        )
      )}
    </div>
  )
}
