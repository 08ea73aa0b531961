/** One part of the system page: its title at the left, what it is about at the right. */
export function SystemSection({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="grid gap-x-8 gap-y-3 border-b border-hairline py-6 last:border-b-0 wide:grid-cols-[9rem_1fr]">
      <h2 className="text-14 font-semibold">{title}</h2>
      <div className="min-w-0">{children}</div>
    </section>
  )
}

export function SystemFacts({ title, facts }: { title: string; facts: [string, string][] }) {
  return (
    <SystemSection title={title}>
      <dl className="grid gap-x-6 gap-y-1.5 text-13 wide:grid-cols-[9rem_1fr]">
        {facts.map(([name, text]) => (
          <div key={name} className="col-span-full grid grid-cols-subgrid">
            <dt className="text-text-2">{name}</dt>
            <dd className="tabular min-w-0 wrap-anywhere">{text}</dd>
          </div>
        ))}
      </dl>
    </SystemSection>
  )
}
