// Times and numbers as the person's language writes them.
import { currentLanguage } from './i18n.svelte'
import { now } from './clock.svelte'
import type { Time } from './bindings'

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

export function number(value: number): string {
  return new Intl.NumberFormat(currentLanguage()).format(value)
}

/** "3 minutes ago", "in 6 days": rounded down to the largest unit that fits. */
export function relative(time: Time): string {
  const seconds = (Date.parse(time) - now()) / 1000
  const words = new Intl.RelativeTimeFormat(currentLanguage(), { numeric: 'auto' })
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit)
  }
  return words.format(0, 'second')
}

export function exact(time: Time): string {
  return new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time))
}

export function day(time: Time): string {
  return new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'medium' }).format(new Date(time))
}

export function list(words: string[]): string {
  return new Intl.ListFormat(currentLanguage(), { type: 'conjunction' }).format(words)
}

export function timeOfDay(time: Time): string {
  return new Intl.DateTimeFormat(currentLanguage(), { timeStyle: 'short' }).format(new Date(time))
}

/** The heading of a day: "today", "yesterday", then the date with its weekday. */
export function heading(time: Time): string {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)
  const away = Math.round((midnight(Date.parse(time)) - midnight(now())) / 86_400_000)
  const words = away > -2 ? new Intl.RelativeTimeFormat(currentLanguage(), { numeric: 'auto' }).format(away, 'day') : new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'full' }).format(new Date(time))
  return words.charAt(0).toLocaleUpperCase(currentLanguage()) + words.slice(1)
}
