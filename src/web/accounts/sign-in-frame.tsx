import { Wordmark } from '../ui/mark.tsx'
import { SampleTable } from './sample-table.tsx'

/** What the pages before a session share: the form at the left, a still table at the right. */
export function SignInFrame({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="grid min-h-dvh desk:grid-cols-[minmax(26rem,2fr)_3fr]">
      <main className="flex flex-col px-6 py-6 wide:px-10 wide:py-8">
        <Wordmark />
        <div className="mx-auto flex w-full max-w-88 flex-1 flex-col justify-center py-12">
          <h1 className="text-20 font-semibold tracking-[-0.01em]">{title}</h1>
          {children}
        </div>
      </main>
      <SampleTable />
    </div>
  )
}
