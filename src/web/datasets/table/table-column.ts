import type { ColumnKind } from '../../../shared/column-kind.ts'
import type { ColumnProfile } from '../../../shared/profile.ts'

/** A column as the table shows it; `profile` is undefined until it is known. */
export type TableColumn = { name: string; kind: ColumnKind; sqlType: string; profile: ColumnProfile | undefined }
