// A copy of a group: its permissions under a name that can be had.
import type { GroupView, Permission } from '../../lib/bindings'
import { t } from '../../lib/i18n.svelte'

export type CopyOf = { name: string; permissions: Permission[]; unknown: number }

export function copyOf({ name, sections, unknown }: GroupView): CopyOf {
  const held = sections.flatMap(({ toggles }) => toggles.filter(({ on }) => on).map(({ permission }) => permission))
  return { name, permissions: held, unknown: unknown.length }
}

// As the rules count and compare names; they judge in the end, this only starts with one that will do.
const NAME_MAX = 60
const length = (name: string) => [...name.normalize('NFC')].length
const folded = (name: string) => name.normalize('NFD').toUpperCase().toLowerCase().normalize('NFD')
// Marks that keep a name of the other direction apart in a sentence; in a name they may not stand.
const isolates = new RegExp(`[${String.fromCodePoint(0x2066)}-${String.fromCodePoint(0x2069)}]`, 'g')

/** "Name (copy)", or the first "(copy 2)", "(copy 3)" … that is free; a long name gives way at its end, by whole letters. */
export function copyName(group: string, taken: string[]): string {
  const there = new Set(taken.map(folded))
  for (let number = 1; ; number++) {
    const letters = [...new Intl.Segmenter().segment(group)].map(({ segment }) => segment)
    const write = () => t('groups-copy-name', { group: letters.join('').trimEnd(), number }).replace(isolates, '')
    while (length(write()) > NAME_MAX && letters.length) letters.pop()
    if (!there.has(folded(write()))) return write()
  }
}
