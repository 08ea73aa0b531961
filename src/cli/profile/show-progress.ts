import type { WriteStream } from 'node:tty'
import type { ProfileFileProgress } from '../../engine/report/read-and-profile.ts'
import { shownValue } from '../../shared/shown-value.ts'
import { fitText } from './display-width.ts'

const words = { reading: 'Reading', profiling: 'Profiling' }

/** One line of a terminal that says how far it is, and goes away; nothing where there is no terminal. */
export const showProgress = (stream: WriteStream, name: string) => {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} }
  const write = (text: string) => stream.write(`\r\x1b[2K${text}`)
  return {
    show: ({ stage, share }: ProfileFileProgress) =>
      void write(fitText(`${words[stage]} ${shownValue(name)}, ${Math.floor(share * 100)} %`, stream.columns - 1)),
    clear: () => void write(''),
  }
}
