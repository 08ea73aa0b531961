/** One line that names the tests of a JSON report that were skipped; undefined when there are none. */
export function describeSkipped({ testResults }) {
  const names = testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'skipped' || status === 'pending')
      .map(({ fullName }) => fullName.trim()),
  )
  if (names.length === 0) return undefined
  return `${names.length} ${names.length === 1 ? 'proof' : 'proofs'} skipped: ${names.join('; ')}`
}
