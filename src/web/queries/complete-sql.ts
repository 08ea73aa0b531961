import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import { findColumns } from '../profiles/find-columns.ts'
import { functions, keywords, quotedWords, types } from './duckdb-words.ts'
import type { QueryTable } from './query-table.ts'
import { quoteName } from './quote-name.ts'

const name = String.raw`"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_]*`
const word = /[\p{L}\p{N}_]+/u
const qualifier = new RegExp(`(${name})\\.$`, 'u')
const tablePlace = new RegExp(`\\b(?:from|join)\\s+(?:(?:${name})(?:\\s+(?:as\\s+)?(?:${name}))?\\s*,\\s*)*$`, 'iu')
const named = new RegExp(`(${name})(?:\\s+as)?(?=\\s+(${name}))`, 'giu')
const mostColumns = 500

const fixed: Completion[] = [
  ...functions.map((signature) => functionCompletion(signature)),
  ...keywords.map((label): Completion => ({ label, type: 'keyword', boost: -10 })),
  ...types.map((label): Completion => ({ label, type: 'type', boost: -20 })),
]

/** What can be meant where the cursor is: columns, tables, functions, keywords; after `alias.` the columns of that table. */
export function completeSql(context: CompletionContext, tables: readonly QueryTable[]): CompletionResult | null {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1)
  if (/Comment|^String$/.test(node.name)) return null
  const isQuoted = node.name === 'QuotedIdentifier'
  const typed = isQuoted ? undefined : context.matchBefore(word)
  const from = isQuoted ? node.from : (typed?.from ?? context.pos)
  const before = context.state.sliceDoc(0, from)
  const owner = qualifier.exec(before)?.[1]
  const part = context.state.sliceDoc(from, context.pos).replaceAll('"', '')
  const isWide = tables.some(({ columns }) => columns.length > mostColumns)
  const keep = isWide ? {} : { validFor: /^(?:"(?:[^"]|"")*|[\p{L}\p{N}_]*)$/u }
  if (owner !== undefined) {
    const table = tableNamed(owner, context.state.doc.toString(), tables)
    return table ? { from, options: columnCompletions([table], part), ...keep } : null
  }
  if (!typed && !isQuoted && !context.explicit) return null
  if (/^\d/.test(typed?.text ?? '')) return null
  const isTable = tablePlace.test(before)
  const tableOptions = tables.map(
    ({ alias, title }): Completion => ({ label: alias, type: 'table', detail: title, boost: isTable ? 99 : 5 }),
  )
  if (isTable) return { from, options: tableOptions, ...keep }
  return { from, options: [...columnCompletions(tables, part), ...tableOptions, ...fixed], ...keep }
}

/** A column of several tables is offered once for each, with the table it belongs to; of very many, those that fit. */
function columnCompletions(tables: readonly QueryTable[], typed: string): Completion[] {
  const owners = new Map<string, number>()
  for (const { columns } of tables) {
    for (const column of columns) owners.set(column.name, (owners.get(column.name) ?? 0) + 1)
  }
  return tables.flatMap(({ alias, columns }) =>
    (columns.length > mostColumns ? findColumns(columns, typed) : columns)
      .slice(0, mostColumns)
      .map((column): Completion => {
        const isShared = (owners.get(column.name) ?? 0) > 1
        const quoted = quoteName(column.name)
        return {
          label: quoted,
          displayLabel: column.name,
          apply: isShared ? `${alias}.${quoted}` : quoted,
          detail: tables.length > 1 ? `${alias} · ${column.sql_type}` : column.sql_type,
          type: column.kind,
          boost: 20,
        }
      }),
  )
}

function functionCompletion(signature: string): Completion {
  const [label = signature, rest = ''] = signature.split(/(?=\()/)
  const takesNothing = rest === '()' || rest === ''
  return {
    label,
    type: 'function',
    detail: rest,
    boost: -5,
    apply: (view, _completion, from, to) => {
      const insert = rest === '' ? label : `${label}()`
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length - (takesNothing ? 0 : 1) },
        userEvent: 'input.complete',
      })
    },
  }
}

/** The table that a name stands for: its alias, or what the query calls it (`FROM data AS d`). */
function tableNamed(written: string, sql: string, tables: readonly QueryTable[]): QueryTable | undefined {
  const find = (text: string) => tables.find(({ alias }) => alias.toLowerCase() === plain(text))
  const own = find(written)
  if (own) return own
  for (const [, table = '', alias = ''] of sql.matchAll(named)) {
    if (plain(alias) === plain(written) && !quotedWords.has(alias.toLowerCase())) {
      const meant = find(table)
      if (meant) return meant
    }
  }
  return undefined
}

const plain = (written: string) => written.replace(/^"|"$/g, '').replaceAll('""', '"').toLowerCase()
