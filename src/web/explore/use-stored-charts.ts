import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ChartSpec, type StoredChart, storedChartSchema } from '../../shared/charts.ts'
import { sentenceOf } from '../api/problem.ts'
import { change, tell } from '../api/request.ts'
import { deleteLater } from '../ui/delete-later.ts'
import { notify } from '../ui/notice.tsx'
import { storedChartsKey, storedChartsQuery } from './chart-queries.ts'

type NewChart = { title: string; spec: ChartSpec }

/** The charts kept with a dataset and everything that is done with them. */
export const useStoredCharts = (datasetId: string) => {
  const client = useQueryClient()
  const list = useQuery(storedChartsQuery(datasetId))
  const refresh = () => client.invalidateQueries({ queryKey: storedChartsKey(datasetId) })
  const post = (body: NewChart) =>
    change('POST', `/datasets/${encodeURIComponent(datasetId)}/charts`, storedChartSchema, { body })

  const keep = useMutation({ mutationFn: post, onSuccess: refresh })
  const alter = useMutation({
    mutationFn: ({ chart, ...body }: { chart: StoredChart; title?: string; spec?: ChartSpec }) =>
      change('PATCH', `/charts/${chart.id}`, storedChartSchema, { body: { ...body, updated_at: chart.updated_at } }),
    onSuccess: refresh,
  })
  const remove = ({ id, title }: StoredChart) =>
    deleteLater(id, `${title} was deleted.`, () =>
      tell('DELETE', `/charts/${id}`)
        .then(refresh)
        .catch(say(`${title} could not be deleted.`)),
    )
  const duplicate = useMutation({
    mutationFn: ({ title, spec }: StoredChart) => post(titled(`${title.slice(0, 190)} (copy)`, spec)),
    onSuccess: refresh,
    onError: (error, { title }) => say(`${title} could not be copied.`)(error),
  })
  return { list, keep, alter, remove, duplicate }
}

/** A chart whose drawing carries its title. */
export const titled = (title: string, spec: ChartSpec): NewChart => ({ title, spec: { ...spec, title } })

const say = (what: string) => (error: unknown) => notify({ text: `${what} ${sentenceOf(error)}` })
