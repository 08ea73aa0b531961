/** A table that was made up: what a harbour writes down of its deliveries, with every awkwardness of real columns. */
export type SourceTable = { names: string[]; rows: string[][]; quotedColumns: Set<number> }

const cargoes = [
  "Ship's Lanterns",
  'Dried Figs',
  "Men's Oilskin Coats",
  'Rope and Twine',
  'Light-Up Buoys',
  'Olive Oil',
  'Switch Gear',
]
const remarks = [
  'Two crates were wet, one of them broken.',
  'The next ship of this line arrives in May, weather permitting, and takes the rest along; nothing is owed.',
  'Handled with care, as agreed.',
  'The captain said "never again", then laughed.',
  'Cold storage.',
  "It didn't fit through the gate, so we waited for the crane: it came at noon.",
  'Weighed 3,200 kg (net), tare 12.5 %',
]
const notes = ['', '', '', '', 'paid', '', '', '', 'see letter', '', '']

/** The clean table: `rows` data rows of nine columns, two of them quoted throughout, the last one mostly empty. */
export function sourceTable(rows = 83): SourceTable {
  const two = (n: number) => String(n).padStart(2, '0')
  const day = (n: number) => new Date(Date.UTC(2018, 0, 28 + n))
  return {
    names: ['DAY', 'CLOCK', 'Crates', 'BerthID', 'Fee', 'CargoKind', 'CargoRemarks', 'Link', 'Notes'],
    quotedColumns: new Set([6, 7]),
    rows: Array.from({ length: rows }, (_, n) => {
      const date = day(n)
      const berth = `${'KMRX'[n % 4]}${'GILT'[(n * 7) % 4]}-${1000 + ((n * 2689) % 9000)}`
      return [
        `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`,
        `${two(Math.floor((n * 15) / 60) % 24)}:${two((n * 15) % 60)}`,
        String((n * 5) % 7),
        berth,
        `$${(((n * 4931) % 9000) / 100 + 8).toFixed(2)}`,
        cargoes[n % cargoes.length] as string,
        remarks[(n * 3) % remarks.length] as string,
        `https://harbour.example/berth/${berth.replace('-', '_')}.html`,
        notes[n % notes.length] as string,
      ]
    }),
  }
}
