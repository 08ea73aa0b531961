import { open } from 'node:fs/promises'
import { randomSource } from '../test/random-source.ts'

const header =
  'order_id,customer_code,customer,country,channel,ordered_at,shipped_on,quantity,unit_price,weight_kg,score,is_paid,city,note'
const countries = ['DE', 'FR', 'NL', 'PL', 'ES', 'IT', 'SE', 'DK', 'AT', 'CH', 'US', 'CA', 'MX', 'BR', 'JP', 'NA']
const channels = ['web', 'shop', 'phone', 'partner']
const forenames = [
  'Ada',
  'Bruno',
  'Chloé',
  'Dmitri',
  'Elif',
  'Farah',
  'Goran',
  'Hanna',
  'Ines',
  'Jürgen',
  'Kofi',
  'Lena',
]
const surnames = ['Okafor', 'Lindqvist', 'Marques', 'Novák', 'Bauer', 'Sato', 'Rossi', 'Dubois', 'Silva', 'Kowalski']
const words = ['deliver', 'before', 'noon', 'fragile', 'ring', 'twice', 'gift', 'leave', 'with', 'neighbour', 'urgent']
const firstDay = Date.UTC(2021, 0, 1)

/**
 * Writes a deterministic CSV of 14 mixed columns, about 115 bytes a row: quoted text with commas and doubled quotes,
 * nulls, codes with leading zeros, timestamps, decimals, booleans and a double that hardly repeats.
 */
export async function generateCsv(path: string, rowCount: number, seed = 1): Promise<void> {
  const random = randomSource(seed)
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] as string
  const file = await open(path, 'w')
  try {
    let lines: string[] = [header]
    for (let row = 0; row < rowCount; row++) {
      const orderedAt = new Date(firstDay + Math.floor(row * 4.3) * 1000 + Math.floor(random() * 86_400) * 1000)
      const shipped = random() < 0.08 ? '' : new Date(orderedAt.getTime() + random() * 1e9).toISOString().slice(0, 10)
      const person = `${pick(surnames)}, ${pick(forenames)}`
      const customer = random() < 0.1 ? `"${person} ""${pick(words)}"" & Co."` : `"${person}"`
      const note =
        random() < 0.55
          ? ''
          : random() < 0.3
            ? `"${pick(words)}, ${pick(words)} ""${pick(words)}"""`
            : `${pick(words)} ${pick(words)}`
      lines.push(
        `${1_000_000 + row},${String(Math.floor(random() * 200_000)).padStart(8, '0')},${customer},${pick(countries)},` +
          `${pick(channels)},${orderedAt.toISOString().slice(0, 19).replace('T', ' ')},${shipped},` +
          `${1 + Math.floor(random() * 40)},${(random() * 120).toFixed(2)},${random() < 0.05 ? '' : (random() * 30).toFixed(3)},` +
          `${random()},${random() < 0.9 ? 'true' : 'false'},${pick(surnames)}${Math.floor(random() * 500)},${note}`,
      )
      if (lines.length === 20_000) {
        await file.write(`${lines.join('\n')}\n`)
        lines = []
      }
    }
    if (lines.length > 0) await file.write(`${lines.join('\n')}\n`)
  } finally {
    await file.close()
  }
}
