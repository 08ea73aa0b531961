import { setTimeout as sleep } from 'node:timers/promises'

/** Asks until nothing is wrong any more; in the end what is still wrong. */
export const until = async (patienceMs: number, ask: () => string[] | Promise<string[]>): Promise<string[]> => {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const wrong = await ask()
    if (wrong.length === 0 || performance.now() > deadline) return wrong
    await sleep(50)
  }
}
