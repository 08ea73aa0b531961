import { Cell, Row, Table, TableBody, TableHeader } from 'react-aria-components/Table'
import type { AdministeredDataset } from '../../shared/administered-dataset.ts'
import { formatBytes } from '../../shared/format-bytes.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { classNames } from '../ui/class-names.ts'
import { HeaderCell } from '../ui/header-cell.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { descriptorOf, sortOf } from '../ui/sort-descriptor.ts'
import { DatasetMenu } from './dataset-menu.tsx'
import { statusWords } from './datasets-queries.ts'
import type { DatasetsSort } from './datasets-search.ts'
import { shortId } from './short-id.ts'

/** The datasets of everybody, one row each, sortable by the headers: whose, how large, how they stand; never what is in them. */
export function DatasetsTable({
  items,
  sort,
  onSort,
}: {
  items: readonly AdministeredDataset[]
  sort: DatasetsSort
  onSort: (sort: DatasetsSort) => void
}) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto border-t border-hairline">
      <Table
        aria-label="Datasets of everybody"
        sortDescriptor={descriptorOf(sort)}
        onSortChange={(descriptor) => onSort(sortOf(descriptor))}
        className="block w-full text-13"
      >
        <TableHeader className="sticky top-0 z-10 block border-b border-hairline bg-ground *:administered-columns max-wide:sr-only">
          <HeaderCell id="owner" isRowHeader>
            Owner
          </HeaderCell>
          <HeaderCell id="id" sortable={false} isRowHeader>
            Dataset
          </HeaderCell>
          <HeaderCell id="status">Status</HeaderCell>
          <HeaderCell id="file_size" numeric>
            File
          </HeaderCell>
          <HeaderCell id="stored" sortable={false} numeric>
            On the disk
          </HeaderCell>
          <HeaderCell id="created_at" numeric>
            Uploaded
          </HeaderCell>
          <HeaderCell id="updated_at" numeric>
            Changed
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

function DatasetRow({ dataset }: { dataset: AdministeredDataset }) {
  const { id, owner, file_size, stored_bytes, version_count, created_at, updated_at } = dataset
  const onDisk = [
    formatBytes(stored_bytes),
    ...(version_count > 1 ? [`in ${formatCounted(version_count, 'version')}`] : []),
  ]
  return (
    <Row
      id={id}
      textValue={`${owner.username}, ${shortId(id)}`}
      className="administered-columns group min-h-12 border-b border-hairline py-1.5 -outline-offset-2 data-hovered:bg-hover wide:min-h-11 wide:py-1"
    >
      <Cell className="min-w-0 -outline-offset-2">
        <span className={classNames('block truncate text-14 font-medium', !owner.is_active && 'text-text-2')}>
          {owner.username}
          {!owner.is_active && <span className="ml-2 text-12 font-normal">deactivated</span>}
        </span>
        <span className="block truncate text-12 text-text-2">{owner.email}</span>
        <span className="mt-0.5 flex flex-wrap gap-x-2 text-12 text-text-2 wide:hidden">
          <code className="font-mono">{shortId(id)}</code>
          <Status dataset={dataset} />
          <span className="tabular">{onDisk[0]}</span>
          <RelativeTime iso={updated_at} inSentence />
        </span>
      </Cell>
      <Cell className="truncate font-mono text-12 text-text-2 max-wide:hidden">
        <span title={id}>{shortId(id)}</span>
      </Cell>
      <Cell className="min-w-0 truncate text-12 max-wide:hidden">
        <Status dataset={dataset} />
      </Cell>
      <Cell className="tabular text-right text-text-2 max-wide:hidden">{formatBytes(file_size)}</Cell>
      <Cell className="tabular truncate text-right text-text-2 max-wide:hidden">{onDisk.join(' ')}</Cell>
      <Cell className="text-right text-text-2 max-wide:hidden">
        <RelativeTime iso={created_at} />
      </Cell>
      <Cell className="text-right text-text-2 max-wide:hidden">
        <RelativeTime iso={updated_at} />
      </Cell>
      <Cell>
        <DatasetMenu dataset={dataset} />
      </Cell>
    </Row>
  )
}

/** In the trash, failed or under way; what is ready needs no colour. */
function Status({ dataset: { status, deleted_at } }: { dataset: AdministeredDataset }) {
  return (
    <span className="inline-flex min-w-0 flex-wrap gap-x-2">
      <span className={status === 'error' ? 'font-medium text-red' : 'text-text-2'}>{statusWords[status]}</span>
      {deleted_at && <span className="text-text-2">in the trash</span>}
    </span>
  )
}
