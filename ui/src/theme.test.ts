// The tokens keep their promise: text on its ground at 4.5:1 or better, edges of controls at 3:1, in
// both themes.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/theme.css', 'utf8')

function tokens(selector: string): Record<string, string> {
  const body = css.slice(css.indexOf(`${selector} {`)).split('\n}')[0]!
  return Object.fromEntries([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]))
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** As `color-mix(in srgb, one share, other)` does. */
function mixed(one: string, share: number, other: string): string {
  const part = (at: number) => Math.round(parseInt(one.slice(at, at + 2), 16) * share + parseInt(other.slice(at, at + 2), 16) * (1 - share))
  return `#${[1, 3, 5].map((at) => part(at).toString(16).padStart(2, '0')).join('')}`
}

const GROUNDS = ['ground', 'side', 'surface', 'raised', 'sunken', 'hover', 'accent-soft', 'warn-soft', 'bad-soft', 'side, hovered', 'side, counted']
// Every ink may stand on every ground: nobody has to remember which pairs were checked.
const PAIRS: [string, string[]][] = [
  ...['text', 'text-2', 'text-3', 'accent-text', 'warn', 'bad'].map((ink): [string, string[]] => [ink, ink === 'text-3' ? GROUNDS.slice(0, -1) : GROUNDS]),
  ['on-accent', ['accent', 'accent-hover']],
  ['on-bad', ['bad', 'bad-hover']],
  ['surface', ['text']],
]
// Edges of controls, the focus ring, and signs that tell something.
const SIGNS = ['edge', 'accent', 'text-3', 'warn', 'bad']

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-theme='dark']"],
])('the %s theme', (_, selector) => {
  const own = tokens(selector)
  const colour: Record<string, string> = { ...own, 'side, hovered': mixed(own.text!, 0.06, own.side!), 'side, counted': mixed(own.text!, 0.09, own.side!) }
  it.each(PAIRS)('%s can be read on every ground it stands on', (text, grounds) => {
    for (const ground of grounds) expect(contrast(colour[text]!, colour[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })
  it.each(SIGNS)('%s can be seen as an edge, a ring or a sign', (sign) => {
    for (const ground of GROUNDS.filter((one) => !one.startsWith('side,'))) expect(contrast(colour[sign]!, colour[ground]!), `${sign} on ${ground}`).toBeGreaterThanOrEqual(3)
  })
  it('a switch can be seen on its track', () => {
    expect(contrast(colour['on-accent']!, colour.accent!)).toBeGreaterThanOrEqual(3)
    expect(contrast(colour['text-3']!, colour.sunken!)).toBeGreaterThanOrEqual(3)
  })
})

describe('every colour is a token', () => {
  const files = import.meta.glob<string>('./**/*.svelte', { query: '?raw', import: 'default', eager: true })
  const styles = Object.entries(files).map(([path, text]): [string, string] => [path, text.slice(text.indexOf('<style>'))])
  // What a sheet of paper wears is not the window's.
  const screen = styles.map(([path, css]): [string, string] => [path, css.replace(/@media print[\s\S]*/, '').replace(/:global\(\[data-print[\s\S]*?\n {2}\}/g, '')])
  it('words wear an ink that was checked above', () => {
    const inks = new Set([...PAIRS.map(([ink]) => ink), 'edge', 'accent'])
    const strange = screen.flatMap(([path, css]) => [...css.matchAll(/(?:^|[\s;{])color: var\(--([\w-]+)\)/g)].filter(([, ink]) => !inks.has(ink!)).map(([, ink]) => `${path}: ${ink}`))
    expect(strange).toEqual([])
  })
})

describe('the system has its say', () => {
  it.each(['prefers-reduced-motion: reduce', 'prefers-contrast: more', 'forced-colors: active'])('%s', (asked) => {
    expect(css).toContain(`@media (${asked})`)
  })
  // A system that chooses the colours lays a plate in its ground's colour beneath words: white ones would stand on white.
  it('words on the accent keep their own colours', () => {
    const rules = Object.entries(import.meta.glob<string>('./**/*.svelte', { query: '?raw', import: 'default', eager: true })).flatMap(([path, text]) => [...text.matchAll(/\{[^{}]*\n\s*color: var\(--(?:on-accent|surface)\)[^{}]*\}/g)].map(([rule]) => [path, rule]))
    expect(rules.length).toBeGreaterThan(4)
    expect(rules.filter(([, rule]) => !rule!.includes('forced-color-adjust: none'))).toEqual([])
  })
  it('under forced colours every token is one of the system', () => {
    const forced = css.slice(css.indexOf('@media (forced-colors: active)'))
    for (const name of Object.keys(tokens(':root'))) expect(forced, name).toMatch(new RegExp(`--${name}: [A-Z]`))
  })
})
