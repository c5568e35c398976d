// Words: Fluent messages out of locales/, one file a language, switched while the window is open. A
// key that a language lacks is shown in English, which is always there; one that English lacks as itself.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle'
import englishText from '../../../locales/en.ftl?raw'

export type Language = 'en' | 'id'
export type Facts = Record<string, FluentVariable>

const others = import.meta.glob<string>(['../../../locales/*.ftl', '!../../../locales/en.ftl'], { query: '?raw', import: 'default' })

// Where a message begins; what stands between two of them is a comment.
const BEGIN = /^([a-z][\w-]*) *=/gm

/** A language's messages. Each is read when it is first spoken, for reading all of them would hold up the first picture; so none refers to another. */
class Words {
  readonly #texts = new Map<string, string>()
  readonly #bundle: FluentBundle

  constructor(language: string, text: string) {
    // Isolation marks are put around right-to-left values only (see `isolated`): elsewhere they would
    // sit unseen in text that people copy.
    this.#bundle = new FluentBundle(language, { useIsolating: false })
    const begins = [...text.matchAll(BEGIN)]
    begins.forEach((one, at) => this.#texts.set(one[1]!, text.slice(one.index, begins[at + 1]?.index)))
  }

  has(key: string): boolean {
    return this.#texts.has(key)
  }

  /** The message of a key, if there is one. */
  say(key: string, facts?: Facts): string | undefined {
    if (!this.#bundle.hasMessage(key)) this.#bundle.addResource(new FluentResource(this.#texts.get(key) ?? ''))
    const pattern = this.#bundle.getMessage(key)?.value
    return pattern ? this.#bundle.formatPattern(pattern, isolated(facts), []) : undefined
  }
}

const english = new Words('en', englishText)
let language = $state<Language>('en')
let words = $state.raw(english)
let asked = 0

export const languages: Language[] = ['en', 'id']

export function currentLanguage(): Language {
  return language
}

/** The language of the system, as far as we speak it. */
export function systemLanguage(): Language {
  const spoken = navigator.languages?.map((tag) => tag.slice(0, 2)) ?? []
  return spoken.includes('id') && spoken[0] === 'id' ? 'id' : 'en'
}

/** Speaks another language from the next word on; its file is fetched when it is first wanted. */
export async function setLanguage(wanted: Language | 'system') {
  const next = wanted === 'system' ? systemLanguage() : wanted
  const mine = ++asked
  if (next === language) return
  const text = next === 'en' ? '' : await others[`../../../locales/${next}.ftl`]!()
  // Whoever chose once more while the words were on their way has the last one.
  if (mine !== asked) return
  words = next === 'en' ? english : new Words(next, text)
  language = next
  document.documentElement.lang = next
}

// First strong isolate, and its end.
const [START, END] = [String.fromCodePoint(0x2068), String.fromCodePoint(0x2069)]
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

function isolated(facts: Facts | undefined): Facts | undefined {
  if (!facts) return facts
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) =>
      typeof value === 'string' && RIGHT_TO_LEFT.test(value) ? [name, START + value + END] : [name, value],
    ),
  )
}

export function has(key: string): boolean {
  return words.has(key) || english.has(key)
}

/** The message of a key in the language of the moment. */
export function t(key: string, facts?: Facts): string {
  return words.say(key, facts) ?? english.say(key, facts) ?? key
}
