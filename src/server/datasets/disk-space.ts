import { formatBytes } from '../../shared/format-bytes.ts'
import { Problem } from '../http/problem-error.ts'

/** Room that is kept for an upload under way. */
export interface Reservation {
  /** Notes how much of it has been written; throws where nobody knew how much there would be and room runs out. */
  note(bytes: number): Promise<void>
  release(): void
}

/** The room of the disk that uploads of this process share with each other, and with PostgreSQL. */
export interface DiskSpace {
  /** Keeps room for so many bytes (0: not known), or throws `no_space`. */
  reserve(bytes: number): Promise<Reservation>
}

/** Bytes of a disk. */
export interface DiskState {
  free: number
  size: number
}

/** What stays free at least, so that the database can go on writing; a twentieth of a small disk. */
export const marginOf = ({ size }: DiskState): number => Math.min(256 * 2 ** 20, size / 20)

/** What may be written before only the margin is left. */
export const roomOf = (disk: DiskState): number => Math.max(0, disk.free - marginOf(disk))

export const createDiskSpace = (readDisk: () => Promise<DiskState>): DiskSpace => {
  const promised = new Map<symbol, number>()

  /** Who came first has its room first, so that of two that do not fit together one does. */
  const roomFor = async (id: symbol): Promise<number> => {
    const disk = await readDisk()
    let room = disk.free - marginOf(disk)
    for (const [other, bytes] of promised) {
      if (other === id) break
      room -= bytes
    }
    return room
  }

  return {
    async reserve(bytes) {
      const id = Symbol('upload')
      promised.set(id, bytes)
      const release = () => {
        promised.delete(id)
      }
      try {
        const room = await roomFor(id)
        if (bytes > room || room <= 0) throw full(bytes, room)
      } catch (error) {
        release()
        throw error
      }
      return {
        async note(written) {
          if (bytes > 0) promised.set(id, Math.max(0, bytes - written))
          else if ((await roomFor(id)) <= 0) throw full(0, 0)
        },
        release,
      }
    },
  }
}

const full = (needed: number, room: number): Problem =>
  new Problem(
    'no_space',
    needed > 0
      ? `The disk of the server is full: ${formatBytes(needed)} needed, ${formatBytes(Math.max(0, room))} free. Nothing was stored.`
      : 'The disk of the server is full. Nothing was stored; try again when there is room.',
  )
