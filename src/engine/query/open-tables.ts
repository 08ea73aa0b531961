import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openTable, type Table } from './open-table.ts'
import type { ProcessSettings } from './process-message.ts'
import { createRecentMap } from './recent-map.ts'

/** The tables one process holds open. */
export type OpenTables = {
  open(tableFile: string): Promise<Table>
  forget(tableFile: string): void
}

const openAtMost = 16

/** Keeps the tables that were asked last open, each in an instance of its own that can read its file alone. */
export function createOpenTables(settings: ProcessSettings): OpenTables {
  const tables = createRecentMap<Table>(openAtMost, (table) => table.close())
  let opened = 0
  return {
    open: async (tableFile) => {
      const known = tables.get(tableFile)
      if (known) return known
      const tempDir = join(settings.tempDir, String(opened++))
      await mkdir(settings.tempDir, { recursive: true, mode: 0o700 })
      const table = await openTable(tableFile, { ...settings, tempDir })
      tables.set(tableFile, table)
      return table
    },
    forget: (tableFile) => {
      tables.get(tableFile)?.close()
      tables.delete(tableFile)
    },
  }
}
