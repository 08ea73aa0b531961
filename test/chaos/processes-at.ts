import { readdirSync, readFileSync } from 'node:fs'

/** The processes whose command line or environment names a directory, as `pid command`. */
export const processesAt = (directory: string): string[] =>
  readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return []
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      const isOurs = `${command}${readFileSync(`/proc/${pid}/environ`, 'utf8')}`.includes(directory)
      return isOurs && command ? [`${pid} ${command.replaceAll('\0', ' ')}`] : []
    } catch {
      return []
    }
  })
