import { formatBytes } from '../../../shared/format-bytes.ts'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { sentenceOf } from '../../api/problem.ts'
import { send } from '../../api/request.ts'
import { createStore } from '../../ui/create-store.ts'
import { notify } from '../../ui/notice.tsx'

/** A file that is being written now: its name, the bytes so far, and a way to stop it. */
export type RunningExport = { name: string; bytes: number; cancel: () => void }

type FilePicker = (options: { suggestedName: string }) => Promise<{
  createWritable: () => Promise<WritableStream<Uint8Array>>
}>

const toldEvery = 200

export const runningExport = createStore<RunningExport | undefined>(undefined)

const picker = (): FilePicker | undefined => (window as { showSaveFilePicker?: FilePicker }).showSaveFilePicker

/** Whether this browser lets a page write a file while it arrives. */
export const canFollowExports = (): boolean => picker() !== undefined

const choose = async (name: string) => {
  try {
    return await picker()?.({ suggestedName: name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_') })
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) {
      notify({ text: 'The browser did not allow choosing a file. Download it instead.' })
    }
    return undefined
  }
}

/** Writes what an address gives into a file that the person chooses, piece by piece, and says how far it is. */
export async function saveExport(path: string, name: string): Promise<void> {
  const file = await choose(name)
  if (!file) return
  const control = new AbortController()
  let bytes = 0
  let toldAt = 0
  const tell = () => runningExport.set({ name, bytes, cancel: () => control.abort() })
  tell()
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, out) {
      bytes += piece.byteLength
      if (performance.now() - toldAt > toldEvery) {
        toldAt = performance.now()
        tell()
      }
      out.enqueue(piece)
    },
  })
  try {
    const answer = await send('GET', path, { signal: control.signal })
    const rows = answer.headers.get('x-row-count')
    await answer.body?.pipeThrough(counting).pipeTo(await file.createWritable(), { signal: control.signal })
    const counted = rows === null ? '' : `${formatCounted(Number(rows), 'row')}, `
    notify({ text: `${name} is saved: ${counted}${formatBytes(bytes)}.` })
  } catch (error) {
    notify({
      text: control.signal.aborted
        ? `${name} was stopped, and nothing is saved.`
        : `${name} is not saved. ${sentenceOf(error)}`,
    })
  } finally {
    runningExport.set(undefined)
  }
}
