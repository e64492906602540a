// Fails when what a first visit loads, compressed, is above the limit: index.html and all that it names.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limit = 350 * 1024
const dist = new URL('../dist/', import.meta.url)
const html = readFileSync(new URL('index.html', dist))
const named = [...html.toString().matchAll(/(?:src|href)="\/([^"]+)"/g)].map((m) => m[1])
const size = (name) => gzipSync(readFileSync(new URL(name, dist)), { level: 6 }).length

let total = gzipSync(html).length
for (const name of named) {
  const bytes = size(name)
  total += bytes
  console.log(`${(bytes / 1024).toFixed(1).padStart(8)} KB  ${name}`)
}
console.log(`${(total / 1024).toFixed(1).padStart(8)} KB  in all, of ${limit / 1024} KB`)
if (total > limit) {
  console.error('The first load is too big: split it or drop something.')
  process.exit(1)
}
