/** What is looked at without running anything; each counts as one test. */
export const checks = [
  { name: 'types', parameters: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { name: 'types of the web', parameters: ['node_modules/typescript/bin/tsc', '-p', 'src/web'] },
  { name: 'lint', parameters: ['node_modules/@biomejs/biome/bin/biome', 'ci'] },
]
