import { expect, test } from 'vitest'
import { publicOrigin } from './public-origin.ts'

const settings = { publicUrl: undefined, host: '127.0.0.1', port: 0 }

test.each([
  [{ address: '127.0.0.1', family: 'IPv4', port: 8123 }, 'http://127.0.0.1:8123'],
  [{ address: '0.0.0.0', family: 'IPv4', port: 8123 }, 'http://localhost:8123'],
  [{ address: '::', family: 'IPv6', port: 8123 }, 'http://localhost:8123'],
  [{ address: '::1', family: 'IPv6', port: 8123 }, 'http://[::1]:8123'],
])('a server at %j is reached at %s', (listening, url) => {
  expect(publicOrigin(settings, listening)).toBe(url)
  expect(publicOrigin({ ...settings, publicUrl: 'https://data.example.org' }, listening)).toBe(
    'https://data.example.org',
  )
})

test('before it listens, the settings say where it will', () => {
  expect(publicOrigin({ ...settings, host: '0.0.0.0', port: 8000 }, null)).toBe('http://localhost:8000')
})
