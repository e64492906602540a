import { expect, it } from 'vitest'
import { splitBlocks } from './splitBlocks'

it('cuts at blank lines', () => expect(splitBlocks('a\nb\n\nc')).toEqual(['a\nb', 'c']))

it('keeps fenced code whole', () => {
  const code = '```js\na\n\nb\n```'
  expect(splitBlocks(`x\n\n${code}\n\ny`)).toEqual(['x', code, 'y'])
})

it('keeps code whole whose fence is still open, and one fence inside another', () => {
  expect(splitBlocks('```\na\n\nb')).toEqual(['```\na\n\nb'])
  const nested = '````md\n```\n\n```\n````'
  expect(splitBlocks(nested)).toEqual([nested])
})

it('loses nothing but blank lines', () => expect(splitBlocks('a\n\n\n\nb\n').map((b) => b.trim())).toEqual(['a', 'b']))
