// The guide of a new store: put away by whoever knows her way, and back when it is asked for.
import { t } from './i18n.svelte'
import { go } from './nav.svelte'
import { COMMAND } from './shortcuts'
import { session } from './session.svelte'
import { toast } from './toasts.svelte'

/** `words`: whether to say where it is found again. */
export function putGuideAway(words = true) {
  void session.set({ guide_skipped: true })
  if (words) toast(() => t('guide-skipped', { keys: `${COMMAND} K` }), 'done', { label: () => t('guide-back'), run: showGuide })
}

export function showGuide() {
  void session.set({ guide_skipped: false })
  go('overview')
}
