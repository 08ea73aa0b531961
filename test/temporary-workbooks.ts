import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { SheetDetails, SheetRow } from '../src/engine/ingest/spreadsheet/workbook.ts'
import { openWorkbook } from '../src/engine/ingest/spreadsheet/xlsx/open-workbook.ts'
import { temporaryDirectory } from './table-file.ts'
import { type WrittenSheet, type WrittenWorkbook, writeWorkbook } from './workbook-file.ts'

/** Where the tests of one file write workbooks, and how they read them. */
export function temporaryWorkbooks() {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>
  let files = 0
  beforeAll(async () => {
    directory = await temporaryDirectory()
  })
  afterAll(() => directory?.remove())

  const newFile = () => join(directory.path, `${files++}.xlsx`)
  const write = async (workbook: WrittenWorkbook): Promise<string> => {
    const file = newFile()
    await writeWorkbook(file, workbook)
    return file
  }
  return { newFile, write }
}

/** The rows of a sheet and what it says besides. */
export async function readAll(file: string, index = 0): Promise<{ rows: SheetRow[]; details: SheetDetails }> {
  const workbook = await openWorkbook(file)
  try {
    const reading = await workbook.readSheet(index)
    const rows = (await Array.fromAsync(reading.rows)).flat()
    return { rows, details: reading.details() }
  } finally {
    workbook.close()
  }
}

/** A sheet of which all XML is given. */
export const sheet = (xml: string): WrittenSheet => ({ name: 'S', xml: `<worksheet>${xml}</worksheet>` })
