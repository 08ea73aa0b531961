import type { ExportFormat } from '../../../shared/export-format.ts'

const names: Record<string, string> = { parquet: 'Parquet', arrow: 'Arrow', xlsx: 'Excel' }

/** What people call a format. */
export const formatName = (format: ExportFormat): string => names[format] ?? format.toUpperCase()
