// One set of icons, and of it only what is used: each one named in `icons.ts` is drawn somewhere, and nothing draws its own.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const texts = import.meta.glob<string>(['../**/*.{svelte,ts}', '!../**/*.test.ts', '!../dev/**', '!./icons.ts'], { query: '?raw', import: 'default', eager: true })
const lines = readFileSync('src/lib/icons.ts', 'utf8').split('\n').filter((line) => line.startsWith('export {'))
const named = lines.map((line) => /^export \{ default as (\w+) \} from 'lucide:[a-z0-9-]+'$/.exec(line)?.[1] ?? line)

/** What each file takes from the set, by the set's own names. */
const taken = new Set(
  Object.values(texts).flatMap((text) =>
    [...text.matchAll(/import \{([^}]*)\} from '[^']*\/icons'/g)].flatMap(([, names]) => names!.split(',').map((one) => one.trim().replace(/ as .*/, ''))),
  ),
)

describe('the icons', () => {
  it('are all of one set', () => expect(named.every((name) => /^[A-Z]\w*$/.test(name))).toBe(true))
  it('are named only where they are used', () => expect(named.filter((name) => !taken.has(name))).toEqual([]))
  it('are not drawn by hand: beside them stand only the levels, the bounds and a link as a code', () => {
    const drawn = Object.entries(texts).filter(([, text]) => text.includes('<svg')).map(([path]) => path.replace(/.*\//, ''))
    expect(drawn.sort()).toEqual(['Bound.svelte', 'InvitationActs.svelte', 'Level.svelte'])
  })
})
