import { expect, test } from 'vitest'
import { csvLine } from './csv-line.ts'

test.each([
  [['a', 1, null, ''], 'a,1,,\r\n'],
  [['say "hi", twice\nor more'], '"say ""hi"", twice\nor more"\r\n'],
  [['=1+1', '+49 40', '-x', '@sum', '\tx', '\rx'], `'=1+1,'+49 40,'-x,'@sum,'\tx,"'\rx"\r\n`],
  [['-12.5', '+3', '-1e9', -7], '-12.5,+3,-1e9,-7\r\n'],
  [['=cmd|"/c calc"!A1'], `"'=cmd|""/c calc""!A1"\r\n`],
])('%j', (values, line) => {
  expect(csvLine(values)).toBe(line)
})
