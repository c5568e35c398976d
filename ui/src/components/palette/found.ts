// What the palette lists, and when what was typed fits it.
import type { Told } from '../../lib/bindings'
import { t } from '../../lib/i18n.svelte'
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

/** An act on something that is named behind (or within) its words. */
type Named = { id: string; key: string; icon: Icon }

/** What was typed behind the words of an act: what it is about. Null where it does not begin with them. */
export function behind(typed: string, key: string): string | null {
  const spoken = words(t(key, { who: '' }))
  const all = words(typed)
  const after = all.findIndex((word) => !spoken.some((one) => one.startsWith(word)))
  if (after === 0 || !all.length) return null
  return after < 0 ? '' : all.slice(after).join(' ')
}

/** What to look for, where what was typed begins as one of these acts does. */
export function named(typed: string, acts: Named[]): string {
  for (const { key } of acts) {
    const what = behind(typed, key)
    if (what) return what
  }
  return ''
}

/** Those that what was typed begins, before a name is there. `type`: goes on with their words, for the name to follow. */
export function withoutName(typed: string, acts: Named[], type: (text: string) => void): Found[] {
  return acts
    .filter(({ key }) => behind(typed, key) === '')
    .map(({ id, key, icon }) => {
      const [before] = t(key, { who: '\n' }).split('\n')
      return { id, kind: t('palette-act'), label: t(key, { who: '…' }), icon, stays: true, run: () => type(before!) }
    })
}
