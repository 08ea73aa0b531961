import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { ColumnDetails } from '../../profiles/column-details.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { KindIcon, kindName } from '../../ui/kind-icon.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { SidePanel } from './side-panel.tsx'
import type { TableColumn } from './table-column.ts'

export type ColumnPanelProps = {
  column: TableColumn | undefined
  /** The profile will be computed when all rows are there. */
  isComing: boolean
  isLast: boolean
  isFirst: boolean
  onStep: (step: -1 | 1) => void
  onClose: () => void
}

/** The profile of the current column: beside the table, or on small screens a sheet over its lower part. */
export function ColumnPanel({ isSheet, ...props }: ColumnPanelProps & { isSheet: boolean }) {
  return (
    <SidePanel label="Column" isSheet={isSheet} onClose={props.onClose}>
      <Content {...props} />
    </SidePanel>
  )
}

function Content({ column, isComing, isFirst, isLast, onStep, onClose }: ColumnPanelProps) {
  return (
    <>
      <header className="flex items-start gap-1 border-b border-hairline py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1 py-1">
          <h2 className="flex items-center gap-1.5 text-14 font-semibold">
            {column && <KindIcon kind={column.kind} />}
            <span className="truncate" title={column?.name}>
              {column?.name ?? 'No columns'}
            </span>
          </h2>
          {column && (
            <p className="flex gap-2 text-12 text-text-2">
              {kindName(column.kind)}
              <span className="truncate font-mono">{column.sqlType}</span>
            </p>
          )}
        </div>
        <IconButton size="small" label="Previous column" isDisabled={isFirst} onPress={() => onStep(-1)}>
          <ChevronLeft aria-hidden size={15} />
        </IconButton>
        <IconButton size="small" label="Next column" isDisabled={isLast} onPress={() => onStep(1)}>
          <ChevronRight aria-hidden size={15} />
        </IconButton>
        <IconButton size="small" label="Close the column panel" keys="i" onPress={onClose}>
          <X aria-hidden size={15} />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-auto p-4 pt-3">
        {column?.profile ? (
          <ColumnDetails profile={column.profile} layout="panel" />
        ) : isComing ? (
          <p className="text-13 text-text-2">The profile of this column follows when every row has been read.</p>
        ) : (
          column && <Waiting />
        )}
      </div>
    </>
  )
}

function Waiting() {
  return (
    <Loading label="Loading the profile of this column" className="flex flex-col gap-3">
      <Skeleton className="h-[120px] w-full" />
      {Array.from({ length: 8 }, (_, index) => index).map((index) => (
        <Skeleton key={index} className="h-5 w-full" />
      ))}
    </Loading>
  )
}
