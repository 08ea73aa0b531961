/** Prints rows in columns as wide as their widest value; numbers stand to the right. */
export function printTable(titles: string[], rows: (string | number)[][]): void {
  const texts = rows.map((row) => row.map((value) => (typeof value === 'number' ? value.toLocaleString('en') : value)))
  const widths = titles.map((title, index) => Math.max(title.length, ...texts.map((row) => row[index]?.length ?? 0)))
  const isNumeric = titles.map((_, index) => rows.length > 0 && rows.every((row) => typeof row[index] === 'number'))
  const line = (cells: string[]) =>
    cells
      .map((cell, index) => (isNumeric[index] ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd()
  console.log([line(titles), ...texts.map(line)].join('\n'))
}
