import type { RequestError } from '../../shared/system.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SystemSection } from './system-facts.tsx'

export function SystemErrors({ errors }: { errors: RequestError[] }) {
  return (
    <SystemSection title="Errors">
      {errors.length === 0 ? (
        <p className="text-13 text-text-2">No request has failed since the start.</p>
      ) : (
        <>
          <p className="mb-3 text-13 text-text-2">
            Requests that failed here since the start, the latest first. The log has the reason under the same id.
          </p>
          <ul aria-label="Requests that failed" className="border-t border-hairline">
            {errors.map((error) => (
              <li key={error.request_id} className="border-b border-hairline py-1.5 text-13">
                <p className="flex min-w-0 items-baseline gap-3">
                  <span className="min-w-0 flex-1 font-mono text-12 wrap-anywhere">
                    {error.method} {error.route}
                  </span>
                  <RelativeTime iso={error.at} className="shrink-0 text-text-2" />
                </p>
                <p className="flex min-w-0 items-center gap-2 text-12 text-text-2">
                  <span className="min-w-0 wrap-anywhere">
                    {error.code}, {error.type}, <span className="font-mono">{error.request_id}</span>
                  </span>
                  <CopyButton label="Copy the id of the request" text={error.request_id} />
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </SystemSection>
  )
}
