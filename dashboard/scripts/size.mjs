// Fails when what a first visit loads, gzipped, is above the limit: the page, all that it names, and the heaviest page's own chunks.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limit = 350 * 1024
const dist = new URL('../dist/', import.meta.url)
const size = (name) => gzipSync(readFileSync(new URL(name, dist)), { level: 6 }).length
const manifest = JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8'))

/** Files that a chunk needs at once: itself, what it imports, and styles. */
function files(key, found = new Set()) {
  const chunk = manifest[key]
  if (found.has(chunk.file)) return found
  for (const name of [chunk.file, ...(chunk.css ?? [])]) found.add(name)
  for (const name of chunk.imports ?? []) files(name, found)
  return found
}

const sum = (names) => [...names].reduce((total, name) => total + size(name), 0)
const shell = files('index.html')
const pages = Object.keys(manifest).filter((key) => /^src\/pages\/.*Page\.tsx$/.test(key))
const loads = pages.map((page) => ({ page, bytes: sum(new Set([...shell, ...files(page)])) })).sort((a, b) => b.bytes - a.bytes)
const show = (bytes, name) => console.log(`${(bytes / 1024).toFixed(1).padStart(8)} KB  ${name}`)

show(sum(shell), `the frame, in ${shell.size} files`)
for (const { page, bytes } of loads) show(bytes, page.replace(/.*\//, ''))
if (loads[0].bytes > limit) {
  console.error(`The first load may have ${limit / 1024} KB: split it or drop something.`)
  process.exit(1)
}
