/** What a place says when there is nothing: one sentence, one next step. */
export function EmptyState({
  icon,
  title,
  level: Heading = 'h2',
  children,
  action,
}: {
  icon?: React.ReactNode
  title: string
  /** `h1` where it is the whole page. */
  level?: 'h1' | 'h2'
  children?: React.ReactNode
  action?: React.ReactNode
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-16 text-center">
      {icon && <div className="mb-1 text-text-3">{icon}</div>}
      <Heading className="text-16 font-semibold text-text">{title}</Heading>
      {children && <div className="text-14 text-text-2">{children}</div>}
      {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
