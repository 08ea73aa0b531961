import type { ReadingOptions } from '../../../shared/reading-options.ts'
import type { DuckDbConnection } from '../../duckdb.ts'
import { quoteText } from '../../sql-text.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { formatsOf } from './date-shapes.ts'

/** Throws `option_not_applicable` when a person names a column, a type or a format that there is not. */
export async function checkColumnOptions(
  duck: DuckDbConnection,
  width: number,
  { columns }: ReadingOptions,
): Promise<void> {
  for (const { index, sql_type: type, format } of columns ?? []) {
    if (index >= width) {
      throw notApplicable(`The table has ${width} column${width === 1 ? '' : 's'}, so none with the index ${index}.`)
    }
    if (type !== undefined && !(await binds(duck, `CAST(NULL AS ${type})`))) {
      throw notApplicable(`There is no type ${type}. A DECIMAL has up to 38 digits, no more of them behind the point.`)
    }
    if (
      format !== undefined &&
      !(await binds(duck, `try_strptime('', [${formatsOf(format).map(quoteText).join(', ')}])`))
    ) {
      throw notApplicable(`The format “${format}” has a letter that dates and times do not have.`)
    }
  }
}

function notApplicable(detail: string): UnreadableFileError {
  return new UnreadableFileError('option_not_applicable', detail)
}

async function binds(duck: DuckDbConnection, expression: string): Promise<boolean> {
  try {
    await duck.query(`SELECT ${expression}`)
    return true
  } catch {
    return false
  }
}
