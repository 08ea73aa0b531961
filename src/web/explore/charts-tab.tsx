import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ChartSpec } from '../../shared/charts.ts'
import type { Dataset } from '../../shared/dataset.ts'
import { receiptQuery } from '../datasets/page/receipt-query.ts'
import { useDatasetSearch } from '../datasets/page/use-table-view.ts'
import type { TableColumn } from '../datasets/table/table-column.ts'
import { ChartBuilder } from './chart-builder.tsx'
import { withColumn } from './chart-draft.ts'
import { ChartGallery } from './chart-gallery.tsx'
import { FilterInForce } from './filter-in-force.tsx'
import { readChart } from './read-chart.ts'
import { useStoredCharts } from './use-stored-charts.ts'

/** The Charts tab: a gallery, or the one chart that stands in the address. */
export default function ChartsTab({ dataset }: { dataset: Dataset }) {
  const { search, change } = useDatasetSearch()
  const stored = useStoredCharts(dataset.id)
  const { data: receipt } = useQuery(receiptQuery(dataset.id, dataset.version))
  const units = useMemo(
    () => receipt && new Map(receipt.columns.flatMap(({ name, unit }) => (unit ? [[name, unit] as const] : []))),
    [receipt],
  )
  const columns = useMemo(() => drawableColumns(dataset), [dataset])
  const kindOf = (name: string) => columns.find((column) => column.name === name)?.kind
  const { filter, q = '' } = search
  const subject = useMemo(
    () => ({ datasetId: dataset.id, version: dataset.version, filter }),
    [dataset.id, dataset.version, filter],
  )
  const spec = useMemo(() => readChart(search.chart), [search.chart])
  const begin = () => {
    const first = columns.find(({ kind }) => kind === 'text' || kind === 'boolean') ?? columns[0]
    change(
      { chart: first ? withColumn({ mark: 'bar' }, 'x', first.name, kindOf) : { mark: 'number' }, kept: undefined },
      false,
    )
  }
  return (
    <section aria-label="Charts" className="min-h-0 flex-1 overflow-auto">
      <FilterInForce of={subject} {...{ filter, q, columns }} onFilter={(next) => change({ filter: next }, false)} />
      {spec ? (
        <ChartBuilder
          dataset={dataset}
          subject={subject}
          spec={spec}
          kept={stored.list.data?.items.find(({ id }) => id === search.kept)}
          stored={stored}
          columns={columns}
          units={units}
          onChange={(next: ChartSpec, savedAs) => change({ chart: next, ...(savedAs ? { kept: savedAs } : {}) }, true)}
          onLeave={() => change({ chart: undefined, kept: undefined }, false)}
        />
      ) : (
        <ChartGallery dataset={dataset} subject={subject} stored={stored} onNew={begin} />
      )}
    </section>
  )
}

const drawableColumns = (dataset: Dataset): TableColumn[] =>
  (dataset.columns_info ?? [])
    .filter(({ kind }) => kind !== 'nested' && kind !== 'unsupported')
    .map(({ name, sql_type, kind }) => ({ name, kind, sqlType: sql_type, profile: undefined }))
