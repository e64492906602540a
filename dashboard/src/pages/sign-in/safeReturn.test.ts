import { expect, it } from 'vitest'
import { safeReturn } from './safeReturn'

it.each([
  [null, '/'],
  ['/chat/1?find=x', '/chat/1?find=x'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/sign-in?to=/sign-in', '/'],
])('returns from %s to %s', (to, path) => expect(safeReturn(to)).toBe(path))
