import { CopyButton } from '../ui/copy-button.tsx'

const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' })

/** A link that the server tells only now, to be copied. */
export function ShownOnce({
  label,
  url,
  expiresAt,
  opens = 'gets into the account',
}: {
  label: string
  url: string
  expiresAt: string
  /** What whoever opens it does. */
  opens?: string
}) {
  return (
    <>
      <p id="shown-once" className="text-13 font-medium text-text">
        {label}
      </p>
      <div className="mt-1 flex items-start gap-1 rounded bg-sunken py-1.5 pr-1.5 pl-3 shadow-[inset_0_0_0_1px_var(--color-hairline)]">
        <code className="min-w-0 flex-1 py-0.5 font-mono text-12 text-text wrap-anywhere select-all">{url}</code>
        <CopyButton label="Copy the link" text={url} />
      </div>
      <p className="mt-2 text-13">
        It works once, until {exact.format(new Date(expiresAt))}, and is shown only here. Give it to nobody else:
        whoever opens it {opens}.
      </p>
    </>
  )
}
