import { useState } from 'react'
import { TextField } from '../../ui/text-field.tsx'
import { OptionField } from './option-field.tsx'

/** An option that is typed; nothing typed is as found. What `read` answers for a text that cannot be one is refused. */
export function TypedField<T>({
  label,
  value,
  found,
  hint,
  error,
  write,
  read,
  wrong,
  onDecide,
}: {
  label: string
  value: T | undefined
  found?: string | undefined
  /** What to type, as an example. */
  hint: string
  error?: string | undefined
  write: (value: T) => string
  read: (text: string) => T
  /** The sentence for a text that cannot be one. */
  wrong?: string
  onDecide: (value: T | undefined) => void
}) {
  const [text, setText] = useState(value === undefined ? '' : write(value))
  const take = (typed: string) => {
    setText(typed)
    onDecide(typed.trim() === '' ? undefined : read(typed))
  }
  return (
    <OptionField
      label={label}
      isDecided={value !== undefined}
      error={error && (wrong ?? error)}
      onBack={() => take('')}
    >
      <TextField label={label} literal mono value={text} placeholder={found ?? hint} onChange={take} />
    </OptionField>
  )
}

/** A whole number from 0 on; what is none is not a number, which the options refuse. */
export const readCount = (text: string): number => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN)
