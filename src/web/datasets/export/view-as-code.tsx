import { useQuery } from '@tanstack/react-query'
import type { Dataset } from '../../../shared/dataset.ts'
import { viewSqlSchema } from '../../../shared/rows.ts'
import { get } from '../../api/request.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { type ShownView, viewParameters } from './use-shown-view.ts'

/** The export for programs: the command that fetches it, and the SQL of the same rows. */
export function ViewAsCode({
  dataset: { id, version },
  view,
  url,
}: {
  dataset: Dataset
  view: ShownView
  url: string
}) {
  const query = { version, ...viewParameters(view) }
  const { data } = useQuery({
    queryKey: ['datasets', 'view-sql', id, query],
    queryFn: ({ signal }) => get(`/datasets/${encodeURIComponent(id)}/rows/sql`, viewSqlSchema, { signal, query }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <>
      <Code
        title="For a program, with an access token"
        name="the curl command"
        text={`curl -fLOJ -H "Authorization: Bearer $DATALENS_TOKEN" '${location.origin}${url}'`}
      />
      {data && <Code title="As SQL over the table data" name="the SQL" text={data.sql} />}
    </>
  )
}

function Code({ title, name, text }: { title: string; name: string; text: string }) {
  return (
    <div className="flex flex-col gap-1">
      <span className="flex items-center justify-between text-13 font-medium text-text">
        {title}
        <CopyButton label={`Copy ${name}`} text={text} />
      </span>
      <ScrollRegion
        label={`${name.charAt(0).toUpperCase()}${name.slice(1)}`}
        className="max-h-24 rounded bg-sunken p-2"
      >
        <code className="font-mono text-12 whitespace-pre-wrap wrap-anywhere text-text">{text}</code>
      </ScrollRegion>
    </div>
  )
}
