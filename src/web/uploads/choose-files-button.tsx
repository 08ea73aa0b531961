import { useQueryClient } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { Button, type ButtonProps } from '../ui/button.tsx'
import { startUploads } from './uploads.ts'

/** Opens the file chooser; what is chosen is uploaded at once. */
export function ChooseFilesButton({
  children = 'Upload files',
  ...props
}: Pick<ButtonProps, 'variant' | 'size' | 'children' | 'autoFocus'>) {
  const client = useQueryClient()
  return (
    <FileTrigger allowsMultiple onSelect={(files) => files && startUploads(client, [...files])}>
      <Button variant="primary" {...props}>
        <Upload aria-hidden size={14} />
        {children}
      </Button>
    </FileTrigger>
  )
}
