import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import { classNames } from './class-names.ts'

const tones = {
  note: { icon: Info, box: 'bg-sunken', mark: 'text-text-2' },
  look: { icon: TriangleAlert, box: 'bg-amber-wash', mark: 'text-amber' },
  failed: { icon: CircleAlert, box: 'bg-red-wash', mark: 'text-red' },
  verified: { icon: CircleCheck, box: 'bg-green-wash', mark: 'text-green' },
}

/** A remark in the flow. `look` is amber (look at this), `failed` red, `verified` green; `live` reads it out at once. */
export function Callout({
  tone = 'note',
  title,
  children,
  action,
  live = false,
  className,
}: {
  tone?: keyof typeof tones
  title?: string
  children?: React.ReactNode
  action?: React.ReactNode
  live?: boolean
  className?: string
}) {
  const { icon: Icon, box, mark } = tones[tone]
  return (
    <div
      role={live ? (tone === 'failed' ? 'alert' : 'status') : 'note'}
      className={classNames('flex gap-2.5 rounded px-3 py-2.5 text-13 text-text', box, className)}
    >
      <Icon aria-hidden size={16} className={classNames('mt-0.5 shrink-0', mark)} />
      <div className="min-w-0 flex-1 wrap-anywhere">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
      {action && <div className="shrink-0 self-center">{action}</div>}
    </div>
  )
}
