import { ChooseFilesButton } from '../../uploads/choose-files-button.tsx'
import { SampleList } from '../samples/sample-list.tsx'
import { FormatList } from './format-list.tsx'

/** The datasets page of a person who has none: the drop zone fills it, but for the samples below. */
export function FirstRun() {
  return (
    <main className="flex min-h-0 flex-1 flex-col overflow-y-auto p-4 wide:p-6">
      <div className="grid flex-1 place-items-center rounded-lg border border-dashed border-control p-6">
        <div className="flex max-w-md flex-col items-center text-center">
          <FormatList />
          <h1 className="mt-6 text-20 font-semibold tracking-[-0.01em]">Drop a file. See what is in it.</h1>
          <p className="mt-1.5 text-14 text-text-2">
            Drop files anywhere on this page, choose them, or paste a table. The original is kept, byte for byte.
          </p>
          <div className="mt-5">
            <ChooseFilesButton size="large">Choose files</ChooseFilesButton>
          </div>
        </div>
      </div>
      <SampleList />
    </main>
  )
}
