import { randomSource } from '../random-source.ts'

/** Decisions that the same seed makes again. */
export class Decisions {
  private readonly random: () => number

  constructor(...seeds: number[]) {
    this.random = randomSource(seeds.reduce((mixed, seed) => Math.imul(mixed ^ seed, 0x9e3779b1) >>> 0, 0x811c9dc5))
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.random() * end)
  }

  happens(share: number): boolean {
    return this.random() < share
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }

  /** One of the names, each as often as its weight says. */
  weighted<Name extends string>(weights: Record<Name, number>): Name {
    const entries = Object.entries(weights) as [Name, number][]
    let left = this.random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [name, weight] of entries) {
      left -= weight
      if (left < 0) return name
    }
    return (entries.at(-1) as [Name, number])[0]
  }

  /** Something between two numbers, as often near the lower one as near the upper one in their logarithms. */
  between(least: number, most: number): number {
    return least * (most / least) ** this.random()
  }
}
