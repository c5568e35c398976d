// Whole numbers, their plural forms, moments and lists as a language writes them, without `Intl`: for its first object WebKit lists every
// locale of the system's ICU, which took 8 to 20 ms of a start, and 50 where ICU's 30 MB lay on a cold disk (docs/performance.md).
// What no first picture shows (a fraction, a day long ago) is asked of `Intl` by whoever gets `null`.
import facts from 'cldr:facts'
import type { FluentBundle } from '@fluent/bundle'
import { NEAR, type Unit } from '../../cldr'
import type { Language } from './i18n.svelte'

const whole = (value: number) => Number.isSafeInteger(value) && value >= 0

/** 12,345. */
export function wholeNumber(language: Language, value: number): string | null {
  return whole(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, facts[language].group) : null
}

/** A moment of the person's own time zone: its day, or its minute as well. */
export function moment(language: Language, time: string, style: 'day' | 'exact'): string | null {
  const at = new Date(time)
  const [year, hour] = [at.getFullYear(), at.getHours()]
  if (!(year >= 1000 && year <= 9999)) return null
  const { [style]: pattern, months, padded, halves } = facts[language]
  const shown = halves ? hour % 12 || 12 : hour
  const parts: Record<string, string | number | undefined> = {
    year,
    month: months[at.getMonth()],
    day: at.getDate(),
    hour: padded ? String(shown).padStart(2, '0') : shown,
    minute: String(at.getMinutes()).padStart(2, '0'),
    dayPeriod: halves?.[hour < 12 ? 0 : 1],
  }
  return pattern.replace(/\{(\w+)\}/g, (_, part: string) => String(parts[part]))
}

/** "3 minutes ago", "tomorrow". */
export function away(language: Language, value: number, unit: Unit): string | null {
  const size = wholeNumber(language, Math.abs(value))
  const { near, past, future } = facts[language].relative[unit]
  const [before, after] = value < 0 ? past : future
  return near[value + NEAR] ?? (size && before + size + after)
}

/** "a, b, and c". */
export function joined(language: Language, words: string[]): string {
  const [two, first, midst, last] = facts[language].lists
  const before = (at: number) => (at === 0 ? '' : words.length === 2 ? two : at === words.length - 1 ? last : at === 1 ? first : midst)
  return words.map((word, at) => before(at) + word).join('')
}

/** Has Fluent write whole numbers and choose their plural forms by what is known here: it keeps its formatters by kind and options. */
export function lendTo(bundle: FluentBundle, language: Language) {
  const kept = bundle._intls as Map<unknown, Record<string, unknown>>
  const [one, other] = facts[language].plurals
  const plain = JSON.stringify({})
  kept.set(Intl.NumberFormat, { [plain]: { format: (value: number) => wholeNumber(language, value) ?? new Intl.NumberFormat(language).format(value) } })
  kept.set(Intl.PluralRules, { [plain]: { select: (value: number) => (!whole(value) ? new Intl.PluralRules(language).select(value) : value === 1 ? one : other) } })
}
