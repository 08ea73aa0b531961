import { PostgreSQL, SQLDialect } from '@codemirror/lang-sql'
import { quotedWords, types } from './duckdb-words.ts'

const further = 'limit offset qualify exclude replace recursive over partition preceding following unbounded asc desc'

/** SQL as DuckDB writes it, for the colours of the editor and to know strings and comments. */
export const duckdbDialect = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${[...quotedWords].join(' ')} ${further}`,
  types: types.join(' ').toLowerCase(),
  builtin: '',
  doubleDollarQuotedStrings: true,
  slashComments: false,
  hashComments: false,
})
