// Numbers and moments without Intl: word for word what Intl says, and nothing of it is made for a first picture.
import { FluentBundle, FluentResource } from '@fluent/bundle'
import { render, screen } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { UNITS } from '../../cldr'
import House from '../components/House.svelte'
import { fixture } from '../dev/fixture'
import { useBackend } from './api'
import { away, joined, lendTo, moment, wholeNumber } from './cldr'
import { languages } from './i18n.svelte'
import { go } from './nav.svelte'
import { session } from './session.svelte'

const WHOLE = [...Array.from({ length: 1_200 }, (_, value) => value), 9_999, 10_000, 123_456, 1_000_000, 2 ** 53 - 1]

it.each(languages)('whole numbers are written as Intl writes them: %s', (language) => {
  const format = new Intl.NumberFormat(language)
  for (const value of WHOLE) expect(wholeNumber(language, value)).toBe(format.format(value))
  for (const value of [-1, 0.5, NaN, Infinity]) expect(wholeNumber(language, value)).toBeNull()
})

it.each(languages)('moments are written as Intl writes them: %s', (language) => {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  // Every month, every hour and one of each minute's kinds, over eight years.
  for (let at = Date.UTC(2020, 0, 1, 0, 59); at < Date.UTC(2028, 0, 1); at += 86_400_000 * 3 + 3_600_000 * 7 + 60_000 * 11) {
    const time = new Date(at).toISOString()
    expect(moment(language, time, 'day')).toBe(day.format(at))
    expect(moment(language, time, 'exact')).toBe(exact.format(at))
  }
  for (const time of ['', 'soon', '0044-03-15T12:00:00Z', '+012026-01-01T00:00:00Z']) expect(moment(language, time, 'day')).toBeNull()
})

it.each(languages)('how long ago is told as Intl tells it: %s', (language) => {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  for (const unit of UNITS) for (let value = -1_100; value <= 1_100; value++) expect(away(language, value, unit)).toBe(format.format(value, unit))
})

it.each(languages)('lists are joined as Intl joins them: %s', (language) => {
  const format = new Intl.ListFormat(language, { type: 'conjunction' })
  for (let many = 0; many < 7; many++) {
    const words = ['Ayu', 'Budi', 'and', 'dan', 'R, S', 'عائشة', ''].slice(0, many)
    expect(joined(language, words)).toBe(format.format(words))
  }
})

it.each(languages)('Fluent chooses the plural form that Intl would, and asks Intl where it is not whole: %s', (language) => {
  const bundle = new FluentBundle(language, { useIsolating: false })
  lendTo(bundle, language)
  bundle.addResource(new FluentResource('people = { $count -> \n    [zero] zero\n    [one] one\n    [two] two\n    [few] few\n    [many] many\n   *[other] other\n } { $count }'))
  const [plural, number] = [new Intl.PluralRules(language), new Intl.NumberFormat(language)]
  for (const count of [...WHOLE, 0.5, -1, 1.5]) {
    expect(bundle.formatPattern(bundle.getMessage('people')!.value!, { count })).toBe(`${plural.select(count)} ${number.format(count)}`)
  }
})

it.each(['team', 'overview'] as const)('the first picture of %s asks nothing of Intl', async (first) => {
  useBackend(fixture(new URLSearchParams('scene=offline')))
  await session.refresh()
  go(first)
  const asked = [
    vi.spyOn(Intl.NumberFormat.prototype as { format: unknown }, 'format', 'get'),
    vi.spyOn(Intl.DateTimeFormat.prototype as { format: unknown }, 'format', 'get'),
    vi.spyOn(Intl.Collator.prototype as { compare: unknown }, 'compare', 'get'),
    vi.spyOn(Intl.PluralRules.prototype, 'select'),
    vi.spyOn(Intl.RelativeTimeFormat.prototype, 'format'),
    vi.spyOn(Intl.ListFormat.prototype, 'format'),
    vi.spyOn(Intl.Segmenter.prototype, 'segment'),
  ]
  render(House)
  await (first === 'team' ? screen.findAllByTestId('team-row') : screen.findAllByText(/ invited /))
  expect(screen.getByTestId('badge').textContent).toMatch(/4[67] minutes ago/)
  expect(asked.map((one) => one.mock.calls.length)).toEqual(asked.map(() => 0))
  vi.restoreAllMocks()
})
