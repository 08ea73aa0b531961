/** Something that whoever runs DataLens has to change. Its message is the whole story: what is wrong and what to do. */
export class OperatorError extends Error {
  override name = 'OperatorError'
}
