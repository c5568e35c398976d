// Words: Fluent messages out of locales/, one file a language, switched while the window is open. A
// key that a language lacks is shown in English, which is always there; one that English lacks as itself.
// A file comes in two parts: what a first picture speaks, and the rest a moment later (ui/words.ts).
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle'
import { lendTo } from './cldr'
import { once } from './once'
import englishText from '../../../locales/en.ftl?first'

export type Language = 'en' | 'id'
export type Facts = Record<string, FluentVariable>

type Fetched = Record<string, () => Promise<string>>
const firsts: Fetched = import.meta.glob<string>(['../../../locales/*.ftl', '!../../../locales/en.ftl'], { query: '?first', import: 'default' })
const rests: Fetched = import.meta.glob<string>('../../../locales/*.ftl', { query: '?rest', import: 'default' })
const fileOf = (language: Language) => `../../../locales/${language}.ftl`

// Where a message begins.
const BEGIN = /^([a-z][\w-]*) *=/gm

/** A language's messages. Each is read when it is first spoken, for reading all of them would hold up the first picture; so none refers to another. */
export class Words {
  readonly #texts = new Map<string, string>()
  readonly #bundle: FluentBundle
  /** Whether the rest is here too. Looked at only by whoever misses a message, and who is drawn again when it comes. */
  #whole = $state(false)

  constructor(readonly language: Language, text: string, readonly rest: () => Promise<string>) {
    // Isolation marks are put around right-to-left values only (see `isolated`): elsewhere they would
    // sit unseen in text that people copy.
    this.#bundle = new FluentBundle(language, { useIsolating: false })
    lendTo(this.#bundle, language)
    this.#add(text)
  }

  #add(text: string) {
    const begins = [...text.matchAll(BEGIN)]
    begins.forEach((one, at) => this.#texts.set(one[1]!, text.slice(one.index, begins[at + 1]?.index)))
  }

  get whole(): boolean {
    return this.#whole
  }

  /** Has the rest fetched. */
  readonly complete = once(async () => {
    this.#add(await this.rest())
    this.#whole = true
  })

  /** Whoever misses a message asks again when the rest is here. */
  has(key: string): boolean {
    if (this.#texts.has(key)) return true
    void this.#whole
    return false
  }

  /** The message of a key, if there is one. */
  say(key: string, facts?: Facts): string | undefined {
    if (!this.has(key)) return undefined
    if (!this.#bundle.hasMessage(key)) this.#bundle.addResource(new FluentResource(this.#texts.get(key) ?? ''))
    const pattern = this.#bundle.getMessage(key)?.value
    return pattern ? this.#bundle.formatPattern(pattern, isolated(facts), []) : undefined
  }
}

const restOf = (language: Language) => () => rests[fileOf(language)]!()
const english = new Words('en', englishText, restOf('en'))
const spoken = new Map<Language, Promise<Words>>([['en', Promise.resolve(english)]])
let words = $state.raw(english)
let asked = 0
let all = false

export const languages: Language[] = ['en', 'id']

export function currentLanguage(): Language {
  return words.language
}

/** The language of the system, as far as we speak it. */
export function systemLanguage(): Language {
  const spoken = navigator.languages?.map((tag) => tag.slice(0, 2)) ?? []
  return spoken.includes('id') && spoken[0] === 'id' ? 'id' : 'en'
}

const meant = (wanted: Language | 'system') => (wanted === 'system' ? systemLanguage() : wanted)

/** A language's words as far as a first picture speaks them: fetched when they are first wanted, or tried again where that failed. */
function wordsOf(language: Language): Promise<Words> {
  const known = spoken.get(language)
  if (known) return known
  const coming = firsts[fileOf(language)]!().then((text) => new Words(language, text, restOf(language)))
  spoken.set(language, coming)
  coming.catch(() => spoken.delete(language))
  return coming
}

/** Fetches what a first picture in this language speaks, before it is spoken; with `rest`, all of its words. */
export async function fetchWords(wanted: Language | 'system', rest: boolean): Promise<void> {
  const one = await wordsOf(meant(wanted))
  if (rest) await one.complete()
}

/** From now on every word may be spoken, in whichever language. */
export async function speakAll(): Promise<void> {
  all = true
  await words.complete()
}

/** Speaks another language from the next word on; its file is fetched when it is first wanted. */
export async function setLanguage(wanted: Language | 'system') {
  const next = meant(wanted)
  const mine = ++asked
  if (next === words.language) return
  await fetchWords(next, all)
  const those = await wordsOf(next)
  // Whoever chose once more while the words were on their way has the last one.
  if (mine !== asked) return
  words = those
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

/** The message of a key in the language of the moment; nothing where it is still on its way. */
export function t(key: string, facts?: Facts): string {
  return words.say(key, facts) ?? english.say(key, facts) ?? (words.whole ? key : '')
}
