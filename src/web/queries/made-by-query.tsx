import { Link } from '@tanstack/react-router'
import type { Dataset } from '../../shared/dataset.ts'
import { buttonClass } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { ownAlias } from './query-table.ts'

/** The query whose answer a dataset is, and what it was asked of; nothing for any other dataset. */
export function MadeByQuery({ dataset: { source } }: { dataset: Dataset }) {
  const { sql, datasets = [] } = source
  if (sql === undefined) return null
  const own = datasets.find(({ alias, title }) => alias === ownAlias && title !== null)
  const others = datasets.filter(({ alias }) => alias !== ownAlias)
  return (
    <section aria-labelledby="made-by-query" className="min-w-0">
      <div className="mb-2 flex items-center gap-2">
        <h2 id="made-by-query" className="flex-1 text-14 font-semibold">
          The answer to a query
        </h2>
        <CopyButton label="Copy the SQL" text={sql} />
        {own && (
          <Link
            to="/datasets/$id/$tab"
            params={{ id: own.id, tab: 'sql' }}
            search={{ sql, with: Object.fromEntries(others.map(({ alias, id }) => [alias, id])) }}
            className={buttonClass('secondary', 'small')}
          >
            Open in the SQL tab
          </Link>
        )}
      </div>
      <ScrollRegion label="SQL" className="rounded bg-sunken p-3">
        <pre className="font-mono text-12 whitespace-pre-wrap wrap-anywhere">{sql}</pre>
      </ScrollRegion>
      <ul className="mt-2 text-13">
        {datasets.map(({ alias, id, version, title }) => (
          <li key={alias} className="flex min-h-8 items-center gap-2 border-b border-hairline">
            <code className="font-mono text-12">{alias}</code>
            {title === null ? (
              <span className="text-text-2">a dataset that you cannot see</span>
            ) : (
              <Link
                to="/datasets/$id/$tab"
                params={{ id, tab: 'data' }}
                className="min-w-0 truncate text-accent underline underline-offset-2"
              >
                {title}
              </Link>
            )}
            <span className="text-text-2">v{version}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
