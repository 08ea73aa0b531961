import { below, type Figure, reported } from '../figure.ts'
import { type LoadRequest, measureLoad } from '../http-load.ts'
import type { ExploreQuestion } from './explore-questions.ts'
import type { Explored } from './open-explored.ts'

const people = [1, 10, 50]
const loadMs = 3000
const rawRounds = 3

/** Asks each question alone, then by 10 and by 50 people at once, and raw DuckDB the same. */
export async function measureQuestions(explored: Explored, questions: ExploreQuestion[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const question of questions) figures.push(...(await measureQuestion(explored, question)))
  return figures
}

async function measureQuestion({ ada, raw }: Explored, question: ExploreQuestion): Promise<Figure[]> {
  const { what, requests, most } = question
  const rawTimes: number[] = []
  for (let round = 0; round < rawRounds; round++) rawTimes.push(await timeOf(() => raw.query(question.raw)))
  const ask = async ({ url, body }: LoadRequest) => {
    const answer = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: { ...ada.headers, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${what} answered ${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
  }
  const [first, last] = [requests[0], requests.at(-1)] as [LoadRequest, LoadRequest]
  const rawTime = Math.min(...rawTimes)
  const figures = [reported(`${what}, asked for the first time`, 'ms', await timeOf(() => ask(first)), rawTime)]
  // What is made once, such as the order of a sort, is made by now or while this waits for it.
  if (last !== first) figures.push(reported('  a page far down, right after', 'ms', await timeOf(() => ask(last))))
  for (const connections of people) {
    const load = { requests, headers: ada.headers, connections, milliseconds: loadMs }
    const { p50, p95, failed } = await measureLoad(load)
    const by = connections === 1 ? 'alone' : `${connections} at once`
    figures.push(reported(`  ${by}, p50`, 'ms', p50, rawTime))
    figures.push(
      connections === 1 && most ? below('  alone, p95', 'ms', p95, most) : reported(`  ${by}, p95`, 'ms', p95),
    )
    if (failed > 0) figures.push(below(`  ${by}, not answered`, 'requests', failed, 1))
  }
  return figures
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
