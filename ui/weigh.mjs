// Weighs what the window has to read before its first screen stands: the entry and everything that it
// imports at once, as gzip. Fails above the limit. After `npm run build`; docs/performance.md has the figure.
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'

const LIMIT = 100_000
const dist = join(import.meta.dirname, 'dist')
const entry = readFileSync(join(dist, 'index.html'), 'utf8').match(/<script[^>]+src="\/?([^"]+)"/)?.[1]
if (!entry) throw new Error('dist/index.html names no script')

const read = new Map()
function follow(path) {
  if (read.has(path)) return
  const code = readFileSync(join(dist, path))
  read.set(path, gzipSync(code).length)
  for (const [, to] of code.toString().matchAll(/(?:^|[;}\n])import\s*(?:[^"'()]*?\bfrom\s*)?["'](\.[^"']+)["']/g)) follow(normalize(join(dirname(path), to)))
}
follow(entry)

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`
const whole = [...read.values()].reduce((sum, one) => sum + one, 0)
console.log(`JavaScript of the first screen: ${kb(whole)} gzip in ${read.size} ${read.size === 1 ? 'file' : 'files'} (limit ${kb(LIMIT)})`)
if (whole > LIMIT) {
  for (const [path, bytes] of [...read].sort((a, b) => b[1] - a[1])) console.log(`  ${kb(bytes).padStart(9)}  ${path}`)
  console.error('Too much for the first screen: fetch what it does not show later (src/lib/later.svelte.ts).')
  process.exit(1)
}
