import type { AddressInfo } from 'node:net'
import type { Settings } from '../settings.ts'

/**
 * The origin for links that leave this server: PUBLIC_URL, else where the server listens, else where the settings say it
 * would. Never what a request says in `Host`, which anybody can write.
 */
export function publicOrigin(
  { publicUrl, host, port }: Pick<Settings, 'publicUrl' | 'host' | 'port'>,
  listening?: AddressInfo | string | null,
): string {
  if (publicUrl) return publicUrl
  return listening && typeof listening === 'object' ? localUrl(listening.address, listening.port) : localUrl(host, port)
}

function localUrl(address: string, port: number): string {
  const isEverywhere = address === '0.0.0.0' || address === '::'
  const host = isEverywhere ? 'localhost' : address.includes(':') ? `[${address}]` : address
  return `http://${host}:${port}`
}
