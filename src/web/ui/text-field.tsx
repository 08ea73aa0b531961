import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField'
import { classNames } from './class-names.ts'

export type TextFieldProps = Omit<AriaTextFieldProps, 'className' | 'children' | 'isInvalid'> & {
  label: string
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean
  /** What is wrong, as a sentence; shown under the field and read out with it. */
  error?: string | null | undefined
  /** What the field wants, shown under it while nothing is wrong. */
  hint?: React.ReactNode
  placeholder?: string
  /** Several lines. */
  rows?: number
  mono?: boolean
  /** Takes names and secrets as typed: no capitals and no spelling help from the keyboard. */
  literal?: boolean
  /** Stands inside the field, at its right end. */
  trailing?: React.ReactNode
  inputRef?: React.Ref<HTMLInputElement>
  className?: string
}

export const inputClass =
  'w-full min-w-0 rounded bg-surface text-14 text-text shadow-[inset_0_0_0_1px_var(--color-control)] transition-shadow data-focused:shadow-[inset_0_0_0_1px_var(--color-accent)] data-focused:outline-2 data-focused:outline-accent data-focused:outline-offset-0 data-invalid:shadow-[inset_0_0_0_1px_var(--color-red)] data-disabled:opacity-50'

export function TextField({
  label,
  hideLabel = false,
  error,
  hint,
  placeholder,
  rows,
  mono = false,
  literal = false,
  trailing,
  inputRef,
  className,
  ...props
}: TextFieldProps) {
  return (
    <AriaTextField
      {...props}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={classNames('flex flex-col gap-1', className)}
    >
      <Label className={hideLabel ? 'sr-only' : 'text-13 font-medium text-text'}>{label}</Label>
      <span className="relative">
        {rows ? (
          <TextArea
            rows={rows}
            {...(placeholder ? { placeholder } : {})}
            className={classNames(inputClass, 'block px-2.5 py-1.5', mono && 'font-mono text-13')}
          />
        ) : (
          <Input
            {...(inputRef ? { ref: inputRef } : {})}
            {...(literal ? { autoCapitalize: 'none', spellCheck: false } : {})}
            {...(placeholder ? { placeholder } : {})}
            className={classNames(inputClass, 'h-9 px-2.5', mono && 'font-mono text-13', Boolean(trailing) && 'pr-10')}
          />
        )}
        {trailing && <span className="absolute inset-y-0 right-1 flex items-center">{trailing}</span>}
      </span>
      {hint && !error && (
        <Text slot="description" className="text-12 text-text-2">
          {hint}
        </Text>
      )}
      <FieldError className="text-13 text-red">{error}</FieldError>
    </AriaTextField>
  )
}
