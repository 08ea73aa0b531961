import { decodeEntities } from './decode-entities.ts'
import { scanTags } from './scan-tags.ts'

/** A cell of a table as it is shown, and the number that stands behind it where the page says so. */
export type HtmlCell = { text: string; number: string | undefined; across: number; down: number }

/** A table of a page, with its caption. Tables that hold other tables are only its layout. */
export type HtmlTable = { caption: string | null; rows: HtmlCell[][] }

type OpenTable = HtmlTable & {
  row: HtmlCell[] | undefined
  cell: HtmlCell | undefined
  isBlank: boolean
  holdsTables: boolean
}

const unseen = new Set(['script', 'style', 'title', 'template', 'noscript'])

/** The tables of a page, however loosely it is written. */
export function readHtmlTables(html: string): HtmlTable[] {
  const tables: HtmlTable[] = []
  const open: OpenTable[] = []
  let hidden: string | undefined
  let isCaption = false
  let at = 0

  const text = (raw: string) => {
    const table = open.at(-1)
    if (hidden !== undefined || !table || raw === '') return
    const shown = decodeEntities(raw.replaceAll(/[ \t\r\n\f]+/g, ' '))
    if (isCaption) table.caption = (table.caption ?? '') + shown
    else if (table.cell) {
      table.cell.text += shown
      if (table.isBlank) table.isBlank = shown.trim() === ''
    }
  }
  const endCell = (table: OpenTable) => {
    if (table.cell)
      table.cell.text = table.cell.text
        .replaceAll(/ {2,}/g, ' ')
        .replaceAll(/ ?\n ?/g, '\n')
        .trim()
    table.cell = undefined
  }
  const begin = (name: string, attributes: string) => {
    const table = open.at(-1)
    if (name === 'table') {
      if (table) table.holdsTables = true
      open.push({ caption: null, rows: [], row: undefined, cell: undefined, isBlank: true, holdsTables: false })
    } else if (!table) return
    else if (name === 'tr') {
      endCell(table)
      table.row = []
      table.rows.push(table.row)
    } else if (name === 'td' || name === 'th') {
      endCell(table)
      if (!table.row) begin('tr', '')
      table.cell = newCell(attributes)
      table.isBlank = true
      table.row?.push(table.cell)
    } else if (name === 'caption') isCaption = true
    else if ((name === 'br' || name === 'p' || name === 'div') && table.cell && !table.isBlank) {
      table.cell.text += '\n'
    }
  }
  const end = (name: string) => {
    const table = open.at(-1)
    if (name === 'caption') isCaption = false
    if (!table) return
    if (name === 'td' || name === 'th' || name === 'tr') endCell(table)
    if (name !== 'table') return
    endCell(table)
    open.pop()
    if (!table.holdsTables) tables.push({ caption: table.caption?.trim() || null, rows: table.rows })
  }

  for (const { start, end: next, cdata, tag } of scanTags(html)) {
    text(html.slice(at, start))
    at = next
    if (cdata !== undefined) text(cdata)
    if (!tag) continue
    const { name, isEnd, attributes } = tag
    if (hidden !== undefined) {
      if (isEnd && name === hidden) hidden = undefined
    } else if (isEnd) end(name)
    else if (unseen.has(name)) hidden = attributes.endsWith('/') ? undefined : name
    else begin(name, attributes)
  }
  text(html.slice(at))
  while (open.length > 0) end('table')
  return tables
}

function newCell(attributes: string): HtmlCell {
  const of = (name: string) => {
    const [, double, single, bare] =
      new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes) ?? []
    return double ?? single ?? bare
  }
  const span = (name: string, most: number) => Math.min(Math.max(Math.trunc(Number(of(name) ?? 1)) || 1, 1), most)
  const number = of('x:num')
  const isNumber = number !== undefined && number !== '' && !Number.isNaN(Number(number))
  return {
    text: '',
    number: isNumber ? number : undefined,
    across: span('colspan', 1000),
    down: span('rowspan', 65_534),
  }
}
