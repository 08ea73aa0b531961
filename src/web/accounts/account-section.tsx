/** One part of an account page: its title at the left, what it is about at the right. */
export function AccountSection({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="grid gap-x-8 gap-y-3 border-t border-hairline py-6 wide:grid-cols-[9rem_1fr]">
      <h2 className="text-14 font-semibold">{title}</h2>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
