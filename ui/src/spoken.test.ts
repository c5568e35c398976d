// How the words are written, in every language: each refusal that the rules know is told with a way out, and the
// few habits of style that a machine can check.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const languages = readdirSync('../locales').map((file) => file.replace('.ftl', ''))
const text = (language: string) => readFileSync(`../locales/${language}.ftl`, 'utf8')

/** Every sentence of a language by its key; a message with choices has one for each. */
function said(language: string): { key: string; words: string }[] {
  const messages = [...text(language).matchAll(/^([a-z][\w-]*) = (.*\n(?:[ }].*\n)*)/gm)]
  return messages.flatMap(([, key, body]) => {
    if (!body!.includes('->')) return [{ key: key!, words: body!.trim() }]
    const choices = body!.split('\n').map((line) => /^\s*\*?\[[^\]]*\]\s*(.*)$/.exec(line)?.[1] ?? '')
    return choices.filter((line) => line && !line.endsWith('->')).map((line) => ({ key: key!, words: line }))
  })
}
const everything = languages.flatMap((language) => said(language).map((one) => ({ ...one, language })))
const shown = ({ language, key, words }: (typeof everything)[number]) => `${language} ${key}: ${words}`

/** The codes as the rules themselves list them. */
const codes = [...readFileSync('../crates/domain/src/refusal.rs', 'utf8').matchAll(/=> "([a-z_]+)"/g)].map(([, code]) => code!)

describe('refusals', () => {
  it('are read out of the rules', () => {
    expect(codes).toContain('no_free_seat')
    expect(codes.length).toBeGreaterThan(30)
  })
  it.each(languages)('%s tells every code of the rules', (language) => {
    const known = new Set(said(language).map(({ key }) => key))
    expect(codes.map((code) => `refusal-${code.replaceAll('_', '-')}`).filter((key) => !known.has(key))).toEqual([])
  })
  it('say what is so and what can be done about it: two sentences or halves, the last one finished', () => {
    const short = everything.filter(({ key }) => key.startsWith('refusal-')).filter(({ words }) => {
      const clauses = words.match(/[.;:](?= |$)/g) ?? []
      return clauses.length < 2 || !words.endsWith('.')
    })
    expect(short.map(shown)).toEqual([])
  })
})

describe('style', () => {
  const breaking = (habit: RegExp, unless = /^$/) => everything.filter(({ key, words }) => habit.test(words.replace(/`[^`]*`|\{[^}]*\}/g, '')) && !unless.test(key)).map(shown)

  it('is calm: no exclamation', () => expect(breaking(/!/)).toEqual([]))
  it('has real quotation marks, apostrophes and dots', () => expect(breaking(/"|'|\.\.\./, /^(mail)-/)).toEqual([]))
  it('has sentence case: only names are capital inside', () => {
    // Headings and buttons, where capitals creep in: no two capital words side by side but those that are names.
    const names = /Keyholder|Owner|Admin|Manager|Seller|Inventory|Viewer|Pemilik|Manajer|Penjual|Petugas|Peninjau|Starter|Team|Business|Enterprise|JSON API|POS|CSV|PNG|PDF|Google|Bahasa|Activity|Ctrl|Excel|Plan|Tim|Roles|Anda/
    // A Mac's menu bar is written as Apple writes all of them.
    const titles = everything.filter(({ key, words }) => !key.startsWith('menu-') && !/[.:;?…]/.test(words) && /[a-z] [A-Z][a-z]/.test(words.replaceAll(/“[^”]*”/g, '')) && !names.test(words))
    expect(titles.map(shown)).toEqual([])
  })
  it('speaks of the same things by the same words', () => {
    const habits: [string, RegExp, RegExp?][] = [
      ['en', /\b(user account|log ?in|log ?out|sign up now|click|invalid|illegal|abort|fatal|oops|sorry)\b/i],
      // An email is an email, a person is addressed as Anda.
      ['id', /\b(surel|kamu|kau|klik|silahkan|mohon|anda)\b/],
      ['id', /\b(role|member|group|seat|invite|user|owner)\b/i],
    ]
    const found = habits.flatMap(([language, habit]) => everything.filter((one) => one.language === language && habit.test(one.words.replace(/`[^`]*`|\{[^}]*\}|--[\w-]+/g, ''))).map(shown))
    expect(found).toEqual([])
  })
})
