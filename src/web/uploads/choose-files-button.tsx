import { Upload } from 'lucide-react'
import { Button, type ButtonProps } from '../ui/button.tsx'
import { ChooseFiles } from './choose-files.tsx'

export function ChooseFilesButton({
  children = 'Upload files',
  ...props
}: Pick<ButtonProps, 'variant' | 'size' | 'children' | 'className'>) {
  return (
    <ChooseFiles>
      <Button variant="primary" {...props}>
        <Upload aria-hidden size={14} />
        {children}
      </Button>
    </ChooseFiles>
  )
}
