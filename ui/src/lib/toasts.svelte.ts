// Short words in the corner: they announce, never take the focus, and leave by themselves. They are kept
// as what is to be said, not as text: a change of the language, or of what is true, changes them too.
import { asError } from './api'
import { errorText } from './words'

export type Words = () => string
export type Toast = { id: number; words: Words; kind: 'done' | 'waiting' | 'problem'; action?: { label: Words; run(): void } }

const STAY = { done: 5_000, waiting: 6_000, problem: 12_000 }
// One that can be acted on waits for a slow hand.
const STAY_TO_ACT = 15_000
let next = 1
let shown = $state.raw<Toast[]>([])

export const toasts = {
  get all() {
    return shown
  },
}

export function toast(words: Words, kind: Toast['kind'] = 'done', action?: Toast['action']) {
  const id = next++
  const same = words()
  // The same words again only stay longer.
  shown = [...shown.filter((one) => one.words() !== same).slice(-2), { id, words, kind, action }]
  setTimeout(() => dismiss(id), action ? STAY_TO_ACT : STAY[kind])
}

/** Says what went wrong. */
export function sayProblem(thrown: unknown) {
  const error = asError(thrown)
  toast(() => errorText(error), 'problem')
}

export function dismiss(id: number) {
  shown = shown.filter((one) => one.id !== id)
}
