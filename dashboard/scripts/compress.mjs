// Lays .br and .gz beside each text file of the build, so that the server compresses nothing while it serves.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const dist = new URL('../dist', import.meta.url).pathname
const brotli = (text) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
const files = readdirSync(dist, { recursive: true }).filter((name) => /\.(js|css|html|svg|json)$/.test(name))

await Promise.all(
  files.map(async (name) => {
    const file = join(dist, name)
    const text = readFileSync(file)
    if (text.length < 1024) return
    writeFileSync(`${file}.br`, await brotli(text))
    writeFileSync(`${file}.gz`, await promisify(gzip)(text, { level: 9 }))
  }),
)
