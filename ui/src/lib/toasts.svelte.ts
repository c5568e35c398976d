// Short words in the corner: they announce, never take the focus, and leave by themselves, but not while
// somebody reads or acts on one. What went wrong stays until it is put away. They are kept as what is to be
// said, not as text: a change of the language, or of what is true, changes them too.
import { asError } from './api'
import { errorText } from './words'

export type Words = () => string
export type Toast = { id: number; words: Words; kind: 'done' | 'waiting' | 'problem'; action?: { label: Words; run(): void } }

const STAY = { done: 6_000, waiting: 8_000, problem: Infinity }
// One that can be acted on waits for a slow hand.
const STAY_TO_ACT = 20_000
// However little was left when the pointer came: after it has gone there is still time to come back.
const AT_LEAST = 3_000
let next = 1
let shown = $state.raw<Toast[]>([])
const clocks = new Map<number, { left: number; since: number; timer: ReturnType<typeof setTimeout> | undefined }>()
let held = false

export const toasts = {
  get all() {
    return shown
  },
}

export function toast(words: Words, kind: Toast['kind'] = 'done', action?: Toast['action']) {
  const id = next++
  const same = words()
  // The same words again only stay longer.
  show([...shown.filter((one) => one.words() !== same).slice(-2), { id, words, kind, action }])
  clocks.set(id, { left: action && kind !== 'problem' ? STAY_TO_ACT : STAY[kind], since: Date.now(), timer: undefined })
  if (!held) run(id)
}

/** Says what went wrong. */
export function sayProblem(thrown: unknown) {
  const error = asError(thrown)
  toast(() => errorText(error), 'problem')
}

export function dismiss(id: number) {
  show(shown.filter((one) => one.id !== id))
}

/** What was said in one store is nothing to another. */
export const dismissAll = () => show([])

/** Whether somebody is at the corner, with the pointer or the keyboard: then nothing leaves it. */
export function holdToasts(hold: boolean) {
  if (hold === held) return
  held = hold
  for (const [id, clock] of clocks) {
    if (!hold) run(id)
    else {
      clearTimeout(clock.timer)
      clock.left = Math.max(AT_LEAST, clock.left - (Date.now() - clock.since))
    }
  }
}

function run(id: number) {
  const clock = clocks.get(id)!
  clock.since = Date.now()
  if (clock.left !== Infinity) clock.timer = setTimeout(() => dismiss(id), clock.left)
}

function show(toasts: Toast[]) {
  shown = toasts
  for (const [id, clock] of clocks) {
    if (toasts.some((one) => one.id === id)) continue
    clearTimeout(clock.timer)
    clocks.delete(id)
  }
}
