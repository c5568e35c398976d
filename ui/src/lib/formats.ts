// Times and numbers as the person's language writes them. Intl's formatters are dear to make and
// cheap to keep, so each is made once a language; the first of them is so dear that a first picture does without.
import type { Time } from './bindings'
import type { Unit } from '../../cldr'
import { away, joined, moment, wholeNumber } from './cldr'
import { now } from './clock.svelte'
import { currentLanguage, type Language } from './i18n.svelte'

const STEPS: [Unit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

function kept<F>(make: (language: Language) => F): () => F {
  const made = new Map<Language, F>()
  return () => {
    const language = currentLanguage()
    const formatter = made.get(language) ?? make(language)
    made.set(language, formatter)
    return formatter
  }
}

const numbers = kept((language) => new Intl.NumberFormat(language))
const percents = kept((language) => new Intl.NumberFormat(language, { style: 'percent' }))
const relatives = kept((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }))
const exacts = kept((language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }))
const days = kept((language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }))
const fullDays = kept((language) => new Intl.DateTimeFormat(language, { dateStyle: 'full' }))
const times = kept((language) => new Intl.DateTimeFormat(language, { timeStyle: 'short' }))

export const number = (value: number): string => wholeNumber(currentLanguage(), value) ?? numbers().format(value)
export const percent = (value: number): string => percents().format(value / 100)
export const exact = (time: Time): string => moment(currentLanguage(), time, 'exact') ?? exacts().format(new Date(time))
export const day = (time: Time): string => moment(currentLanguage(), time, 'day') ?? days().format(new Date(time))
export const timeOfDay = (time: Time): string => times().format(new Date(time))
export const list = (words: string[]): string => joined(currentLanguage(), words)

const inWords = (value: number, unit: Unit) => away(currentLanguage(), value, unit) ?? relatives().format(value, unit)

/** "3 minutes ago", "in 6 days": in the largest unit that fits, cut off, never rounded up. */
export function relative(time: Time): string {
  const seconds = (Date.parse(time) - now()) / 1000
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return inWords(Math.trunc(seconds / size), unit)
  }
  return inWords(0, 'second')
}

/** The heading of a day: "today", "yesterday", then the date with its weekday. */
export function heading(time: Time): string {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(Date.parse(time)) - midnight(now())) / 86_400_000)
  const words = days > -2 ? inWords(days, 'day') : fullDays().format(new Date(time))
  return words.charAt(0).toLocaleUpperCase(currentLanguage()) + words.slice(1)
}
