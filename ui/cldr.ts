// How each language writes whole numbers, moments, how long ago something was and lists of words: asked of `Intl` once, when the window is built. In
// the window itself the first object of `Intl` is dear (src/lib/cldr.ts says how dear).
import type { Plugin } from 'vite'

export const UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const
export type Unit = (typeof UNITS)[number]
/** The units of which a few have words of their own ("yesterday"), at most so many away. */
export const NEAR = 3

export type Facts = {
  /** Between thousands. */
  group: string
  /** The plural forms of 1 and of any other whole number. */
  plurals: [Intl.LDMLPluralRule, Intl.LDMLPluralRule]
  months: string[]
  /** A day, and a moment, with the names of their parts in braces. */
  day: string
  exact: string
  /** Whether hours have two digits. */
  padded: boolean
  /** Before noon and after it, where hours are counted to 12. */
  halves: [string, string] | null
  /** Between two words; after the first of many, between those in their midst, before the last. */
  lists: [string, string, string, string]
  /** Words for −3 to 3 of a unit; before and after the number for those further away. */
  relative: Record<Unit, { near: string[]; past: [string, string]; future: [string, string] }>
}

/** What `Intl` says of a language. */
export function factsOf(language: string): Facts {
  const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const at = (month: number, hour: number) => new Date(2026, month, 7, hour, 5)
  const part = (date: Date, type: string) => exact.formatToParts(date).find((one) => one.type === type)?.value
  // As a whole, Intl writes a plain space where its parts have a narrow one.
  const pattern = (format: Intl.DateTimeFormat) => format.formatToParts(at(0, 9)).map(({ type, value }) => (type === 'literal' ? value.replace(/\u202f/g, ' ') : `{${type}}`)).join('')
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const between = (words: string[]) => list.formatToParts(words).filter(({ type }) => type === 'literal').map(({ value }) => value)
  const plural = new Intl.PluralRules(language)
  const ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const around = (unit: Unit, value: number) => {
    const [before, after] = ago.format(value, unit).split('9')
    return [before ?? '', after ?? ''] as [string, string]
  }
  const [before, after] = [part(at(0, 9), 'dayPeriod'), part(at(0, 21), 'dayPeriod')]
  return {
    group: new Intl.NumberFormat(language).formatToParts(1_000).find(({ type }) => type === 'group')?.value ?? '',
    plurals: [plural.select(1), plural.select(2)],
    months: Array.from({ length: 12 }, (_, month) => part(at(month, 9), 'month')!),
    day: pattern(day),
    exact: pattern(exact),
    padded: part(at(0, 9), 'hour')!.length === 2,
    halves: before && after ? [before, after] : null,
    lists: [...between(['a', 'b']), ...between(['a', 'b', 'c', 'd'])] as Facts['lists'],
    relative: Object.fromEntries(
      UNITS.map((unit) => [unit, { near: Array.from({ length: 2 * NEAR + 1 }, (_, index) => ago.format(index - NEAR, unit)), past: around(unit, -9), future: around(unit, 9) }]),
    ) as Facts['relative'],
  }
}

/** `cldr:facts` as a module: the facts of these languages. */
export function cldr(languages: string[]): Plugin {
  return {
    name: 'cldr',
    resolveId: (source) => (source === 'cldr:facts' ? '\0cldr:facts' : null),
    load: (id) => (id === '\0cldr:facts' ? `export default ${JSON.stringify(Object.fromEntries(languages.map((one) => [one, factsOf(one)])))}` : null),
  }
}
