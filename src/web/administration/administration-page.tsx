import { Link, Outlet } from '@tanstack/react-router'
import { administrationSections } from './administration-sections.ts'

/** What the pages of those who run this DataLens share: the title and the way between them. */
export function AdministrationPage() {
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center px-4 wide:px-6">
        <h1 className="text-20 font-semibold tracking-[-0.01em]">Administration</h1>
      </header>
      <nav
        aria-label="Administration"
        className="flex shrink-0 gap-1 overflow-x-auto border-b border-hairline px-2 [scrollbar-width:none] wide:px-4"
      >
        {administrationSections.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ includeSearch: false }}
            className="relative flex h-9 shrink-0 items-center rounded-sm px-2 text-13 font-medium text-text-2 transition-colors select-none after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 hover:text-text focus-visible:-outline-offset-2 aria-[current=page]:text-text aria-[current=page]:after:bg-accent"
          >
            {label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </main>
  )
}
