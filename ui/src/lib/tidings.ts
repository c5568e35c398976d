// What the program found worth a word while nobody looks at the window, in the language of the moment. Whether it is told, whom it
// names and where it is seen was decided in the program.
import { api, type Led } from './api'
import type { Tiding } from './bindings'
import { t } from './i18n.svelte'
import { enter } from './nav.svelte'
import { session } from './session.svelte'
import { sayProblem } from './toasts.svelte'

export const worded = ({ what, count, name }: Tiding) => (name ? t(`tiding-${what}-name`, { name }) : t(`tiding-${what}`, { count }))

export function notifyOf(news: Tiding[]) {
  // A system without notifications shows none; everything is in the window as well.
  for (const one of news) void api.notify(t('tiding-title'), worded(one), one).catch(() => {})
}

/** Goes where a notification leads that was clicked. Not while a question stands in front: only it may be answered. */
export async function follow({ store, screen }: Led) {
  if (document.querySelector('dialog[open]')) return
  try {
    if (store !== session.store) {
      await api.openStore(store)
      await session.refresh()
    }
    enter(screen)
  } catch (problem) {
    sayProblem(problem)
  }
}
