import { useQueryClient } from '@tanstack/react-query'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { startUploads } from './uploads.ts'

/** Makes the button inside open the file chooser; what is chosen is uploaded at once. */
export function ChooseFiles({ children }: { children: React.ReactNode }) {
  const client = useQueryClient()
  return (
    <FileTrigger allowsMultiple onSelect={(files) => files && startUploads(client, [...files])}>
      {children}
    </FileTrigger>
  )
}
