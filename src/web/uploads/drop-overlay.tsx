import { useQueryClient } from '@tanstack/react-query'
import { FileDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { droppedFiles } from './dropped-files.ts'
import { pastedFiles } from './pasted-files.ts'
import { startUploads } from './uploads.ts'

/** Makes the whole window take dropped and pasted files. */
export function DropOverlay() {
  const client = useQueryClient()
  const [isOver, setIsOver] = useState(false)

  useEffect(() => {
    let depth = 0
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth += 1
      setIsOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setIsOver(false)
    }
    const over = (event: DragEvent) => {
      if (!carriesFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      depth = 0
      setIsOver(false)
      void droppedFiles(event.dataTransfer).then((files) => startUploads(client, files))
    }
    const paste = (event: ClipboardEvent) => {
      const files = pastedFiles(event)
      if (files.length === 0) return
      event.preventDefault()
      startUploads(client, files)
    }
    addEventListener('dragenter', enter)
    addEventListener('dragleave', leave)
    addEventListener('dragover', over)
    addEventListener('drop', drop)
    addEventListener('paste', paste)
    return () => {
      removeEventListener('dragenter', enter)
      removeEventListener('dragleave', leave)
      removeEventListener('dragover', over)
      removeEventListener('drop', drop)
      removeEventListener('paste', paste)
    }
  }, [client])

  if (!isOver) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-60 bg-ground/95 p-3">
      <div className="grid size-full place-items-center rounded-lg border-2 border-dashed border-accent">
        <div className="flex flex-col items-center gap-2 text-center">
          <FileDown aria-hidden size={28} className="text-accent" />
          <p className="text-16 font-semibold">Drop to upload</p>
          <p className="text-13 text-text-2">Each file becomes a dataset</p>
        </div>
      </div>
    </div>
  )
}
