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

const GROUNDS = ['ground', 'side', 'surface', 'raised', 'sunken', 'hover']
const PAIRS: [string, string[]][] = [
  ['text', [...GROUNDS, 'accent-soft', 'warn-soft', 'bad-soft']],
  ['text-2', [...GROUNDS, 'accent-soft']],
  ['text-3', [...GROUNDS, 'accent-soft']],
  ['accent-text', [...GROUNDS, 'accent-soft']],
  ['warn', [...GROUNDS, 'warn-soft', 'accent-soft']],
  ['bad', [...GROUNDS, 'bad-soft', 'accent-soft']],
  ['on-accent', ['accent', 'accent-hover']],
  ['on-bad', ['bad', 'bad-hover']],
  ['surface', ['text']],
]

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-theme='dark']"],
])('the %s theme', (_, selector) => {
  const colour = tokens(selector)
  it.each(PAIRS)('%s can be read on every ground it stands on', (text, grounds) => {
    for (const ground of grounds) expect(contrast(colour[text]!, colour[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })
  it('edges of controls and the focus ring can be seen', () => {
    for (const ground of ['surface', 'ground', 'raised', 'side']) {
      expect(contrast(colour.edge!, colour[ground]!), `edge on ${ground}`).toBeGreaterThanOrEqual(3)
      expect(contrast(colour.accent!, colour[ground]!), `accent on ${ground}`).toBeGreaterThanOrEqual(3)
    }
  })
})
