import { expect, test } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import { orderSql } from './order-sql.ts'
import { sortedRowsSql } from './sorted-rows-sql.ts'

test('the order by ranks and by what is left of texts is that of the texts', async () => {
  const table = await openTestTable(`SELECT
      CASE i % 9 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'Zürich' WHEN 3 THEN 'Zürich-Oerlikon'
        ELSE ['Öland', 'ähnlich', '😀', '￮', 'Lindqvist'][1 + i % 5] || (i * 31 % 40) END AS key0,
      nullif('https://exämple.org/😀/' || hash(i // 3), '') AS value,
      repeat('a beginning ', 5) || '→→→' || chr(128512 + (i % 50)::INTEGER) || hash(i) AS ranks0,
      CASE WHEN i % 5 > 0 THEN md5((i // 2)::VARCHAR) END AS rank,
      NULL::VARCHAR AS nothing,
      (i % 7)::DOUBLE AS number
    FROM range(20000) AS t(i)`)
  const numbersOf = async (sql: string) => (await table.query(sql)).rows.map(([number]) => Number(number))
  const how: Record<string, string> = {}
  for (const column of table.columns.keys()) {
    for (const descending of [false, true]) {
      const further = ['key0', 'rank', 'number'].filter((other) => other !== column)
      const sort = [{ column, descending }, ...further.map((other) => ({ column: other, descending: !descending }))]
      const sql = await sortedRowsSql(table, sort)
      const wanted = `SELECT ${table.rowNumber} FROM ${table.from} ORDER BY ${orderSql(sort)}`
      expect(await numbersOf(sql), column).toEqual(await numbersOf(wanted))
      how[column] = sql.match(/ranks0(?=\.rank)|substr\(.*?\)(?= AS key0)/)?.[0] ?? ''
      for (const index of sort.keys()) await table.query(`DROP TABLE IF EXISTS ranks${index}`)
    }
  }
  expect(how).toEqual({
    ...{ key0: 'ranks0', nothing: 'ranks0', rank: '', number: '' },
    ...{ value: 'substr("value", 23)', ranks0: 'substr("ranks0", 64)' },
  })
})
