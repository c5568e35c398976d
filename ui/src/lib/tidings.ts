// What the program found worth a word while nobody looks at the window, in the language of the moment. Whether it is told, and
// whom it names, was decided in the program.
import { api } from './api'
import type { Tiding } from './bindings'
import { t } from './i18n.svelte'

export const worded = ({ what, count, name }: Tiding) => (name ? t(`tiding-${what}-name`, { name }) : t(`tiding-${what}`, { count }))

export function notifyOf(news: Tiding[]) {
  // A system without notifications shows none; everything is in the window as well.
  for (const one of news) void api.notify(t('tiding-title'), worded(one)).catch(() => {})
}
