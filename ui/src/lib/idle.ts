// Tells the program that somebody is at the window, so that it knows when nobody is. Only that, never
// what was pressed, and at most twice a minute.
import { api } from './api'
import { session } from './session.svelte'

const EVERY = 30_000
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

export function reportInput(clock: () => number = () => performance.now()): () => void {
  let told = -EVERY
  const felt = () => {
    const now = clock()
    if (now - told < EVERY || !session.view?.signed_in || session.view.locked) return
    told = now
    // Missing one report only means to be locked a little early.
    api.touch().catch(() => {})
  }
  for (const sign of SIGNS) window.addEventListener(sign, felt, { capture: true, passive: true })
  return () => SIGNS.forEach((sign) => window.removeEventListener(sign, felt, { capture: true }))
}
