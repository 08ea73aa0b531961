import { readXml } from '../read-xml.ts'
import type { ZipParts } from '../zip-parts.ts'

/** What a part refers to: the end of the relationship's type, as `worksheet`, and the name of the part. */
export type Relationship = { type: string; part: string }

/** The relationships of a part by id, those of the workbook itself for ''; none when it has no such list. */
export async function readRelationships(
  parts: ZipParts,
  part: string,
  signal?: AbortSignal,
): Promise<Map<string, Relationship>> {
  const slash = part.lastIndexOf('/') + 1
  const list = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`
  const found = new Map<string, Relationship>()
  if (!parts.has(list)) return found
  const reader = readXml(list, {
    open(name, { Id, Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || Id === undefined || TargetMode === 'External') return
      found.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), part: resolveTarget(part.slice(0, slash), Target) })
    },
  })
  for await (const chunk of parts.read(list, signal)) reader.push(chunk)
  reader.end()
  return found
}

function resolveTarget(folder: string, target: string): string {
  const path = target.startsWith('/') || target.startsWith('\\') ? target : folder + target
  const resolved: string[] = []
  for (const step of path.replaceAll('\\', '/').toLowerCase().split('/')) {
    if (step === '..') resolved.pop()
    else if (step !== '' && step !== '.') resolved.push(step)
  }
  return resolved.join('/')
}
