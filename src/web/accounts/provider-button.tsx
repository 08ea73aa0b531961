import { apiUrl } from '../api/request.ts'
import { returnAddress } from '../session/return-address.ts'
import { buttonClass } from '../ui/button.tsx'

/** Leaves for the sign-in provider, which sends people back to where they wanted to go. */
export function ProviderButton({ name, to }: { name: string; to: string | undefined }) {
  return (
    <>
      <p className="my-4 flex items-center gap-3 text-12 text-text-2 before:h-px before:flex-1 before:bg-hairline after:h-px after:flex-1 after:bg-hairline">
        or
      </p>
      <a
        href={apiUrl('/auth/oidc/login', { return_to: returnAddress(to) })}
        className={`${buttonClass('secondary', 'large')} w-full`}
      >
        <span className="truncate">Sign in with {name}</span>
      </a>
    </>
  )
}
