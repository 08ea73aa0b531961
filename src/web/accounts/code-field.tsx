import { TextField, type TextFieldProps } from '../ui/text-field.tsx'

/** A code of an authenticator app, which keyboards and password managers fill in by themselves, or a recovery code. */
export function CodeField(props: Omit<TextFieldProps, 'type'>) {
  return <TextField name="code" autoComplete="one-time-code" literal mono maxLength={40} {...props} />
}
