import { formatCount } from '../../../shared/format-numbers.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'

const mostNamed = 5

/** Says which columns of an address this table does not have; nothing where it has them all. */
export function UnknownColumns({ names, onForget }: { names: string[]; onForget: () => void }) {
  const unknown = [...new Set(names)]
  if (unknown.length === 0) return null
  const more = unknown.length - mostNamed
  return (
    <Callout
      className="mx-3 mb-2"
      action={
        <Button size="small" onPress={onForget}>
          Leave them out
        </Button>
      }
    >
      The address of this view names columns that this table does not have: {unknown.slice(0, mostNamed).join(', ')}
      {more > 0 && ` and ${formatCount(more)} more`}. Everything else of it is shown.
    </Callout>
  )
}
