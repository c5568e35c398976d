// Questions of the first picture, asked before anything is drawn. A window that draws its frame, asks and draws again shows
// its first rows late: WebKit's first frame is the dearest of all.
import { api, onChanged } from './api'
import type { Answer, Ask, Id } from './bindings'

type Without<T> = T extends Ask ? Omit<T, 'store' | 'generation'> : never
/** A question without what every question carries. */
export type Question = Without<Ask>

const answers = new Map<string, Promise<Answer>>()
const given = new Map<string, Answer>()
const keyOf = (store: Id, what: object) => JSON.stringify([store, what])
// From then on whoever comes has to ask for herself.
const forget = () => {
  answers.clear()
  given.clear()
}

/** Asks for whoever will come with the same question. */
export function ahead(store: Id, what: Question): Promise<Answer> {
  onChanged(forget)
  const asked = api.ask({ store, generation: 0, ...what } as Ask)
  const key = keyOf(store, what)
  answers.set(key, asked)
  given.delete(key)
  // What goes wrong is told by whoever comes for it.
  void asked.then((answer) => answers.get(key) === asked && given.set(key, answer)).catch(() => {})
  return asked
}

/** The answer to this question where it was asked already and nothing changed since; it is given once. */
export function asked(store: Id, what: object): Promise<Answer> | undefined {
  const key = keyOf(store, what)
  const found = answers.get(key)
  answers.delete(key)
  return found
}

/** The same where it is here already: then nothing needs to be drawn meanwhile. */
export function known(store: Id, what: object): Answer | undefined {
  const key = keyOf(store, what)
  const found = answers.has(key) ? given.get(key) : undefined
  if (found) answers.delete(key)
  given.delete(key)
  return found
}
