// Questions of the first picture, asked before anything is drawn. A window that draws its frame, asks and draws again shows
// its first rows late: WebKit's first frame is the dearest of all.
import { api, onChanged } from './api'
import type { Answer, Ask, Id } from './bindings'

type Without<T> = T extends Ask ? Omit<T, 'store' | 'generation'> : never
/** A question without what every question carries. */
export type Question = Without<Ask>

// An answer that was asked for, and itself once it is here.
type Coming = { answer: Promise<Answer>; here?: Answer }
const answers = new Map<string, Coming>()
const keyOf = (store: Id, what: object) => JSON.stringify([store, what])
// From then on whoever comes has to ask for herself.
const forget = () => answers.clear()

/** Asks for whoever will come with the same question. */
export function ahead(store: Id, what: Question): Promise<Answer> {
  onChanged(forget)
  const coming: Coming = { answer: api.ask({ store, generation: 0, ...what } as Ask) }
  answers.set(keyOf(store, what), coming)
  // What goes wrong is told by whoever comes for it.
  void coming.answer.then((answer) => (coming.here = answer)).catch(() => {})
  return coming.answer
}

/** The answer to this question where it was asked already and nothing changed since; it is given once. */
export function asked(store: Id, what: object): Promise<Answer> | undefined {
  const key = keyOf(store, what)
  const found = answers.get(key)?.answer
  answers.delete(key)
  return found
}

/** The same where it is here already: then nothing needs to be drawn meanwhile. */
export function known(store: Id, what: object): Answer | undefined {
  const key = keyOf(store, what)
  const found = answers.get(key)?.here
  if (found) answers.delete(key)
  return found
}
