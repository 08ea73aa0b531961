import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { writeClipboard } from '../ui/write-clipboard.ts'

/** The ten codes, once: to be copied or kept as a file. */
export function RecoveryCodes({
  codes,
  isFirst = true,
  onDone,
}: {
  codes: string[]
  isFirst?: boolean
  onDone: () => void
}) {
  const [isCopied, setIsCopied] = useState(false)
  const text = `${codes.join('\n')}\n`
  return (
    <div className="flex flex-col gap-4">
      {isFirst ? (
        <Callout live tone="verified" title="Your second factor is on">
          From now on signing in asks for a code.
        </Callout>
      ) : (
        <Callout live tone="verified" title="These are your recovery codes now">
          Throw the old ones away: none of them works any more.
        </Callout>
      )}
      <p>
        Keep these codes where you will find them without your phone. Each works once instead of the app. They are shown
        only now.
      </p>
      <ul
        aria-label="Recovery codes"
        className="grid gap-x-6 gap-y-1 rounded bg-sunken px-3 py-2.5 font-mono text-13 text-text shadow-[inset_0_0_0_1px_var(--color-hairline)] wide:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button autoFocus onPress={() => void writeClipboard(text).then(setIsCopied)}>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <Button onPress={() => saveAs('datalens-recovery-codes.txt', text)}>Download</Button>
        <span className="flex-1" />
        <Button variant="primary" onPress={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  )
}

function saveAs(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
