const names = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
  [0x2b, '#GETTING_DATA'],
])

/** How Excel shows the error that binary workbooks write as a number. */
export function errorName(code: number): string {
  return names.get(code) ?? '#VALUE!'
}
