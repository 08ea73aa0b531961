import { useState } from 'react'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { OptionField } from './option-field.tsx'
import type { Choice } from './reading-choices.ts'

const asFound = 'found'
const another = 'other'

/** An option with a few usual values, and, where it may be any text, a field for another one. */
export function ChoiceField<T extends string | null>({
  label,
  choices,
  value,
  found,
  error,
  takesOther = false,
  onDecide,
}: {
  label: string
  choices: readonly Choice<T>[]
  /** Undefined while nothing is decided. */
  value: T | undefined
  found?: string | undefined
  error?: string | undefined
  takesOther?: boolean
  onDecide: (value: T | undefined) => void
}) {
  const [isOther, setOther] = useState(false)
  const at = choices.findIndex((choice) => choice.value === value)
  const isTyped = isOther || (value !== undefined && at < 0)
  const options = [
    { value: asFound, label: found === undefined ? 'as found' : `as found: ${found}` },
    ...choices.map((choice, index) => ({ value: String(index), label: choice.label })),
    ...(takesOther || isTyped ? [{ value: another, label: 'another one' }] : []),
  ]
  const choose = (key: string) => {
    setOther(key === another)
    if (key === asFound) onDecide(undefined)
    else if (key !== another) onDecide(choices[Number(key)]?.value)
  }
  return (
    <OptionField
      label={label}
      isDecided={value !== undefined}
      isFoundShown
      error={error}
      onBack={() => choose(asFound)}
    >
      <Select
        label={label}
        value={isTyped ? another : value === undefined ? asFound : String(at)}
        options={options}
        onChange={choose}
      />
      {isTyped && (
        <TextField
          label={`${label}, as text`}
          hideLabel
          mono
          literal
          autoFocus
          className="pt-1.5"
          value={value ?? ''}
          onChange={(text) => onDecide(text === '' ? undefined : (text as T))}
        />
      )}
    </OptionField>
  )
}
