import { expect, test } from 'vitest'
import { askedTogether } from './asked-together.ts'

const counting = () => {
  const asked: { question: { page: number }; signal: AbortSignal; answered: PromiseWithResolvers<string> }[] = []
  const ask = askedTogether((question: { page: number }, signal) => {
    const answered = Promise.withResolvers<string>()
    signal.addEventListener('abort', () => answered.reject(signal.reason))
    asked.push({ question, signal, answered })
    return answered.promise
  })
  return { asked, ask }
}

test('what many ask at the same time is asked once, and anew afterwards', async () => {
  const { asked, ask } = counting()
  const together = [ask({ page: 1 }), ask({ page: 1 }), ask({ page: 2 })]
  expect(asked.map(({ question }) => question.page)).toEqual([1, 2])
  asked[0]?.answered.resolve('one')
  asked[1]?.answered.resolve('two')
  expect(await Promise.all(together)).toEqual(['one', 'one', 'two'])
  const later = [ask({ page: 1 }), ask({ page: 1 })]
  asked[2]?.answered.reject(new Error('The table is gone.'))
  for (const answer of later) await expect(answer).rejects.toThrow('The table is gone.')
  expect(asked).toHaveLength(3)
})

test('who withdraws leaves the answer to the others, the last one withdraws the question', async () => {
  const { asked, ask } = counting()
  const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()]
  const answers = [ask({ page: 1 }, first.signal), ask({ page: 1 }, second.signal)]
  first.abort(new Error('Gone.'))
  await expect(answers[0]).rejects.toThrow('Gone.')
  expect(asked[0]?.signal.aborted).toBe(false)
  second.abort(new Error('Gone as well.'))
  await expect(answers[1]).rejects.toThrow('Gone as well.')
  expect(asked[0]?.signal.reason).toEqual(new Error('Gone as well.'))

  const next = ask({ page: 1 }, third.signal)
  expect(asked).toHaveLength(2)
  asked[1]?.answered.resolve('one')
  expect(await next).toBe('one')
  third.abort()
  expect(asked[1]?.signal.aborted).toBe(false)
  await expect(ask({ page: 1 }, third.signal)).rejects.toBe(third.signal.reason)
  expect(asked).toHaveLength(2)
})
