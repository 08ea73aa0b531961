import { Link, Outlet } from '@tanstack/react-router'

const pages = [
  { to: '/account/profile', label: 'Profile' },
  { to: '/account/security', label: 'Security' },
  { to: '/account/sessions', label: 'Sessions' },
  { to: '/account/tokens', label: 'Tokens' },
] as const

/** What the pages of one's own account share. */
export function AccountPage() {
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-176 px-4 pb-16 wide:px-6">
        <header className="flex h-14 items-center">
          <h1 className="text-20 font-semibold tracking-[-0.01em]">Account</h1>
        </header>
        <nav aria-label="Account" className="-mx-1 flex gap-1 overflow-x-auto px-1">
          {pages.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              className="flex h-9 items-center border-b-2 border-transparent px-2 text-13 font-medium text-text-2 outline-offset-[-2px] hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text"
            >
              {label}
            </Link>
          ))}
        </nav>
        <Outlet />
      </div>
    </main>
  )
}
