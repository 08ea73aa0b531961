/** A label, which may explain itself, and the number beside it. */
export type Fact = { label: React.ReactNode; shown: string }

/** Numbers under each other, each with its label. */
export function StatisticFacts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="text-13">
      {facts.map(({ label, shown }, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: facts are known by their place
          key={index}
          className="flex min-h-7 items-center gap-3 border-b border-hairline"
        >
          <dt className="shrink-0 text-text-2">{label}</dt>
          <dd className="min-w-0 flex-1 truncate text-right tabular" title={shown}>
            {shown}
          </dd>
        </div>
      ))}
    </dl>
  )
}
