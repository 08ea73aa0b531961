import { Link, useNavigate } from '@tanstack/react-router'
import { Cell, Row, Table, TableBody, TableHeader } from 'react-aria-components/Table'
import type { DatasetListItem } from '../../../shared/dataset.ts'
import { formatBytes } from '../../../shared/format-bytes.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { classNames } from '../../ui/class-names.ts'
import { HeaderCell } from '../../ui/header-cell.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { descriptorOf, sortOf } from '../../ui/sort-descriptor.ts'
import { DatasetFacts } from './dataset-facts.tsx'
import { DatasetMenu } from './dataset-menu.tsx'
import type { HomeSort } from './home-search.ts'
import { KindStrip } from './kind-strip.tsx'

/** The list of datasets: sortable by its headers, selectable, one row each. */
export function DatasetTable({
  items,
  sort,
  onSort,
  selected,
  onSelect,
}: {
  items: readonly DatasetListItem[]
  sort: HomeSort
  onSort: (sort: HomeSort) => void
  selected: ReadonlySet<string>
  onSelect: (selected: ReadonlySet<string>) => void
}) {
  const navigate = useNavigate()
  return (
    <div className="min-h-0 flex-1 overflow-y-auto border-t border-hairline">
      <Table
        aria-label="Datasets"
        selectionMode="multiple"
        selectedKeys={selected}
        onSelectionChange={(keys) =>
          onSelect(keys === 'all' ? new Set(items.map(({ id }) => id)) : (keys as Set<string>))
        }
        sortDescriptor={descriptorOf(sort)}
        onSortChange={(descriptor) => onSort(sortOf(descriptor))}
        onRowAction={(id) => void navigate({ to: '/datasets/$id/$tab', params: { id: String(id), tab: 'data' } })}
        className="block w-full text-13"
      >
        <TableHeader className="sticky top-0 z-10 block border-b border-hairline bg-ground *:dataset-columns max-wide:sr-only">
          <HeaderCell id="select" sortable={false}>
            <Checkbox slot="selection" aria-label="Select all" />
          </HeaderCell>
          <HeaderCell id="title" isRowHeader>
            Name
          </HeaderCell>
          <HeaderCell id="row_count" numeric>
            Rows x columns
          </HeaderCell>
          <HeaderCell id="file_size" numeric>
            Size
          </HeaderCell>
          <HeaderCell id="kinds" sortable={false} className="max-desk:hidden">
            Columns
          </HeaderCell>
          <HeaderCell id="facts" sortable={false}>
            Facts
          </HeaderCell>
          <HeaderCell id="updated_at" numeric>
            Updated
          </HeaderCell>
          <HeaderCell id="menu" sortable={false}>
            <span className="sr-only">Actions</span>
          </HeaderCell>
        </TableHeader>
        <TableBody items={items} className="block" dependencies={[items]}>
          {(dataset) => <DatasetRow dataset={dataset} />}
        </TableBody>
      </Table>
    </div>
  )
}

function DatasetRow({ dataset }: { dataset: DatasetListItem }) {
  const hasShape = dataset.row_count !== null && dataset.column_count !== null
  const shape = hasShape ? `${formatCount(dataset.row_count ?? 0)} x ${formatCount(dataset.column_count ?? 0)}` : ''
  return (
    <Row
      id={dataset.id}
      textValue={dataset.title}
      className={classNames(
        'dataset-columns group min-h-11 border-b border-hairline py-1.5 wide:min-h-9 wide:py-1 -outline-offset-2 data-hovered:bg-hover data-selected:bg-selected',
      )}
    >
      <Cell className="outline-offset-0">
        <Checkbox slot="selection" aria-label={`Select ${dataset.title}`} />
      </Cell>
      <Cell className="min-w-0 -outline-offset-2">
        <span className="flex min-w-0 items-baseline gap-2">
          <Link
            to="/datasets/$id/$tab"
            params={{ id: dataset.id, tab: 'data' }}
            className="min-w-0 truncate rounded-sm text-14 font-medium text-text group-data-hovered:underline group-data-hovered:decoration-hairline group-data-hovered:underline-offset-4"
          >
            {dataset.title}
          </Link>
          {dataset.role !== 'owner' && (
            <span className="max-w-40 shrink-0 truncate text-12 text-text-2">by {dataset.owner.username}</span>
          )}
        </span>
        <span className="tabular flex min-w-0 flex-wrap gap-x-2 text-12 text-text-2 wide:hidden">
          {shape && <span>{shape}</span>}
          <span>{formatBytes(dataset.file_size)}</span>
          <DatasetFacts dataset={dataset} />
        </span>
      </Cell>
      <Cell className="tabular truncate text-right text-text-2 max-wide:hidden">{shape}</Cell>
      <Cell className="tabular text-right text-text-2 max-wide:hidden">{formatBytes(dataset.file_size)}</Cell>
      <Cell className="truncate max-desk:hidden">
        <KindStrip kinds={dataset.kinds} strip={dataset.kind_strip} />
      </Cell>
      <Cell className="min-w-0 max-wide:hidden">
        <DatasetFacts dataset={dataset} />
      </Cell>
      <Cell className="text-right text-text-2">
        <RelativeTime iso={dataset.updated_at} />
      </Cell>
      <Cell>
        <DatasetMenu dataset={dataset} />
      </Cell>
    </Row>
  )
}
