import { expect, it } from 'vitest'
import { curl } from './Curl'

it('quotes for a shell', () =>
  expect(curl({ method: 'POST', path: '/api/x', body: { a: "it's" } }, 'http://h')).toBe(
    `curl -sS -X POST 'http://h/api/x' -H "Authorization: Bearer $ZIGGIE_KEY" -H 'Content-Type: application/json' -d '{"a":"it'\\''s"}'`,
  ))
