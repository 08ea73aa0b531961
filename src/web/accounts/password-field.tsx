import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../ui/icon-button.tsx'
import { TextField, type TextFieldProps } from '../ui/text-field.tsx'

/** A password that can be looked at while it is typed. */
export function PasswordField(props: Omit<TextFieldProps, 'type' | 'trailing'>) {
  const [isShown, setIsShown] = useState(false)
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      literal
      trailing={
        <IconButton
          size="small"
          label={isShown ? 'Hide the password' : 'Show the password'}
          onPress={() => setIsShown(!isShown)}
          className="mr-1"
        >
          {isShown ? <EyeOff aria-hidden size={15} /> : <Eye aria-hidden size={15} />}
        </IconButton>
      }
    />
  )
}
