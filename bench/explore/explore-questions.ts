import type { LoadRequest } from '../http-load.ts'
import { firstBrushes } from './first-brushes.ts'
import type { Explored } from './open-explored.ts'

/**
 * A kind of question: requests of it, asked in turn; the statement that DuckDB needs for one of them; and what one person
 * may wait for its answer at most, in milliseconds, if that is laid down.
 */
export type ExploreQuestion = { what: string; requests: LoadRequest[]; raw: string; most?: number }

const six = ['order_id', 'customer_code', 'ordered_at', 'unit_price', 'score', 'city']
const texts = ['customer_code', 'customer', 'country', 'channel', 'city', 'note']
/** More than a server remembers, so that it has to find each anew. */
const pages = 5000
const word = 'Rossi42'

/** Pages as somebody scrolls to: the first ones, and any of the table sorted, filtered and searched. */
export function rowsQuestions({ rows, address, from }: Explored): ExploreQuestion[] {
  const pagesOf = (query: Record<string, string>, most: number) =>
    Array.from({ length: pages }, (_, page) => {
      const offset = Math.floor((most * ((page * 1501) % pages)) / pages)
      return { url: address(`/rows?${new URLSearchParams({ ...query, limit: '100', offset: String(offset) })}`) }
    })
  const deep = Math.floor(rows * 0.9)
  const filter = JSON.stringify({
    and: [
      { column: 'country', op: 'eq', value: 'FR' },
      { column: 'quantity', op: 'gt', value: 35 },
    ],
  })
  const where = `country = 'FR' AND quantity > 35`
  const contains = texts.map((name) => `contains(lower(${name}), '${word.toLowerCase()}')`).join(' OR ')
  const selected = Math.floor((rows / 16 / 8) * 0.9)
  return [
    { what: 'a page at the beginning', requests: pagesOf({}, pages), raw: `SELECT * FROM ${from} LIMIT 100` },
    { what: 'any page', requests: pagesOf({}, rows), raw: `SELECT * FROM ${from} LIMIT 100 OFFSET ${deep}` },
    {
      what: 'any page sorted, 6 columns',
      requests: pagesOf({ sort: '-score', columns: six.join() }, rows),
      raw: `SELECT ${six.join()} FROM ${from} ORDER BY score DESC LIMIT 100 OFFSET ${deep}`,
      most: 100,
    },
    {
      what: 'any page sorted, 14 columns',
      requests: pagesOf({ sort: '-score' }, rows),
      raw: `SELECT * FROM ${from} ORDER BY score DESC LIMIT 100 OFFSET ${deep}`,
      most: 200,
    },
    {
      what: 'any page of a filter',
      requests: pagesOf({ filter }, selected),
      raw: `SELECT * FROM ${from} WHERE ${where} LIMIT 100 OFFSET ${selected}`,
    },
    {
      what: 'any page of a filter, sorted',
      requests: pagesOf({ filter, sort: '-score' }, selected),
      raw: `SELECT * FROM ${from} WHERE ${where} ORDER BY score DESC LIMIT 100 OFFSET ${selected}`,
    },
    {
      what: 'any page of a search',
      requests: pagesOf({ q: word }, 10),
      raw: `SELECT * FROM ${from} WHERE ${contains} LIMIT 100`,
    },
  ]
}

/** What charts and dashboards ask: groups, bins, and the cubes with which every brush of a chart is answered. */
export function chartQuestions(explored: Explored): ExploreQuestion[] {
  const { address, from } = explored
  const post = (path: string, body: object) => [{ url: address(path), body }]
  const bins = `least(floor(score * 50), 49)`
  return [
    {
      what: 'bars of sums',
      requests: post('/chart-data', {
        mark: 'bar',
        x: { column: 'country' },
        y: { column: 'unit_price', aggregate: 'sum' },
      }),
      raw: `SELECT country, sum(unit_price), count(*) FROM ${from} GROUP BY 1`,
    },
    {
      what: 'a histogram',
      requests: post('/chart-data', { mark: 'histogram', x: { column: 'score' } }),
      raw: `SELECT ${bins}, count(*) FROM ${from} GROUP BY 1`,
    },
    {
      what: 'a line by month',
      requests: post('/chart-data', {
        ...{ mark: 'line', x: { column: 'ordered_at', grain: 'month' }, y: { column: 'weight_kg', aggregate: 'mean' } },
      }),
      raw: `SELECT date_trunc('month', ordered_at), avg(weight_kg), count(*) FROM ${from} GROUP BY 1`,
    },
    ...firstBrushes(explored),
  ]
}
