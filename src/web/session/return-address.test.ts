import { expect, test } from 'vitest'
import { returnAddress } from './return-address.ts'

test.each([
  ['/datasets/1/data?sort=-a', '/datasets/1/data?sort=-a'],
  [undefined, '/'],
  ['', '/'],
  ['//evil.example/x', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/\n/evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/login?to=/x', '/'],
  ['/registered', '/registered'],
])('%s leads to %s', (to, address) => expect(returnAddress(to)).toBe(address))
