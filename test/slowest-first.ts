import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take long for their size, among those that share processes. */
const slow = ['/attacks/', 'golden-files', 'ingest-file', 'read-back', 'sign-in-limits', 'enumeration', 'refresh']

/** The order in which no file that takes long is begun when the others are done; a fresh clone knows no durations. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification) =>
      project.name === 'apart' ? 0 : slow.some((name) => moduleId.includes(name)) ? 1 : 2
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
