// What the palette lists, and when what was typed fits it.
import type { Told } from '../../lib/bindings'
import type { Icon } from '../../lib/icons'
import { plain } from '../../lib/search'

/** `why`: it is listed and may not be done. `stays`: choosing it leads on inside the palette. */
export type Found = { id: string; kind?: string; label: string; note?: string; icon: Icon; why?: Told | null; stays?: boolean; run: () => void }

/** A letter or two mean the start of a word; more may stand anywhere. Every word that was typed has to be there. */
export function fits(text: string, typed: string): boolean {
  const there = plain(text)
  return words(typed).every((word) => (word.length > 2 ? there.includes(word) : ` ${there}`.includes(` ${word}`)))
}

export const words = (typed: string) => plain(typed.trim()).split(/\s+/).filter(Boolean)
