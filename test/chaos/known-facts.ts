import type { MixedFile } from './mixed-files.ts'

/** What a person may rely on about a dataset, because the server has answered so. */
export interface KnownDataset {
  id: string
  /** The files that the server said are safe in it, by their SHA-256; those of versions too. */
  files: Map<string, MixedFile>
  /** Nobody knows while an answer is missing. */
  place: 'kept' | 'trash' | 'either' | 'gone' | 'perhaps gone'
  /** Somebody has asked to stop its reading. */
  mayBeCancelled: boolean
}

/** Every dataset whose upload was acknowledged to one person. */
export class KnownFacts {
  readonly datasets = new Map<string, KnownDataset>()
  /** Files that were sent under an idempotency key or on the same upload: at most one dataset or version each may have them. */
  readonly once = new Set<string>()

  acknowledge(id: string, file: MixedFile): void {
    const known = this.datasets.get(id) ?? { id, files: new Map(), place: 'kept', mayBeCancelled: false }
    known.files.set(file.sha256, file)
    this.datasets.set(id, known)
  }

  /** Those that should be there. */
  get present(): KnownDataset[] {
    return [...this.datasets.values()].filter(({ place }) => place === 'kept')
  }

  inTrash(): KnownDataset[] {
    return [...this.datasets.values()].filter(({ place }) => place === 'trash')
  }
}
