import { formatCounted } from '../../../shared/format-numbers.ts'
import type { FoundFormat } from '../../../shared/receipt.ts'
import type { FilePart, LoadedTable } from '../loaded-table.ts'
import type { ChosenEntry } from './choose-entry.ts'
import type { UnpackedFile } from './unpack-file.ts'

/** A table as its packed file has it: how it was packed, which file of an archive it is, and what else there is. */
export function packedTable(loaded: LoadedTable, unpacked: UnpackedFile): LoadedTable {
  const { entry } = unpacked
  const packed = { ...loaded, format: packedFormat(loaded.format, unpacked) }
  return entry && !entry.isOnly ? { ...packed, ...partsAround(loaded, entry) } : packed
}

/** A format with how the file was packed. */
export function packedFormat(format: FoundFormat, { compression, entry, leftBytes }: UnpackedFile): FoundFormat {
  const evidence = [...(leftBytes > 0 ? [restEvidence(leftBytes)] : []), ...(entry ? [entryEvidence(entry)] : [])]
  return { ...format, compression, evidence: [...evidence, ...format.evidence] }
}

function restEvidence(bytes: number): FoundFormat['evidence'][number] {
  const chosen = `${formatCounted(bytes, 'byte')} left out`
  const because = 'They follow the packed data and are none, nor zeros that fill it up.'
  return { what: 'end of the packed data', chosen, because, runner_up: null, margin: null }
}

/** The files of the archive, then the tables of the one that was read, where it has several. */
function partsAround({ table, parts = [], tableIndex }: LoadedTable, entry: ChosenEntry) {
  const { index: own, entries, table: asked } = entry
  const isBest = asked === undefined
  const files = entries.map(({ name }, index): FilePart => {
    const isLoaded = index === own && isBest
    return {
      index,
      name,
      kind: 'entry',
      range: null,
      rowCount: isLoaded ? table.rowCount : null,
      columnCount: isLoaded ? table.columns.length : null,
      isHidden: false,
    }
  })
  const loaded = tableIndex ?? asked ?? 0
  const indexOf = (inner: number) => own + (inner + 1) * entries.length
  const single = parts.length > 1 ? parts.filter(({ index }) => !isBest || index !== loaded) : []
  return {
    parts: [...files, ...single.map((part) => ({ ...part, index: indexOf(part.index) }))],
    tableIndex: isBest ? own : indexOf(loaded),
  }
}

function entryEvidence({ name, index, entries, others, isAsked }: ChosenEntry): FoundFormat['evidence'][number] {
  const left = others === 0 ? '' : ` ${others.toLocaleString('en-US')} other${others === 1 ? ' is' : 's are'} no data.`
  const next = entries.find((_, other) => other !== index)?.name ?? null
  const chosen =
    entries.length === 1
      ? 'It is the only file of data in the archive.'
      : isAsked
        ? `A person has chosen it among ${entries.length.toLocaleString('en-US')} files.`
        : `It is the first of ${entries.length.toLocaleString('en-US')} files of data in the archive.`
  return { what: 'entry', chosen: name, because: `${chosen}${left}`, runner_up: next, margin: null }
}
