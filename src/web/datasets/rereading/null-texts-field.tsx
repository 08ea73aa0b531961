import { useState } from 'react'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { OptionField } from './option-field.tsx'

type Way = 'found' | 'none' | 'these'

const ways = [
  { value: 'found' as const, label: 'as found' },
  { value: 'none' as const, label: 'no text is null' },
  { value: 'these' as const, label: 'these texts' },
]

/** The texts that stand for null: as found, none of them, or those that a person lists. */
export function NullTextsField({
  value,
  error,
  onDecide,
}: {
  value: string[] | undefined
  error?: string | undefined
  onDecide: (value: string[] | undefined) => void
}) {
  const [way, setWay] = useState<Way>(value === undefined ? 'found' : value.length === 0 ? 'none' : 'these')
  const [text, setText] = useState((value ?? []).join('\n'))
  const choose = (chosen: Way) => {
    setWay(chosen)
    onDecide({ found: undefined, none: [], these: linesOf(text) }[chosen])
  }
  return (
    <OptionField
      label="Texts that mean null"
      isFoundShown
      isDecided={way !== 'found'}
      error={error}
      onBack={() => choose('found')}
    >
      <Select label="Texts that mean null" value={way} options={ways} onChange={choose} />
      {way === 'these' && (
        <TextField
          label="Texts that mean null, one on each line"
          hideLabel
          rows={3}
          mono
          literal
          autoFocus
          className="pt-1.5"
          placeholder={'n/a\n-999'}
          value={text}
          onChange={(typed) => {
            setText(typed)
            onDecide(linesOf(typed))
          }}
        />
      )}
    </OptionField>
  )
}

const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]
