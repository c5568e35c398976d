// The guide of a new store: put away by whoever knows her way, and back when it is asked for. That is kept for her and for this
// store: in another one, or for somebody else at the same computer, it is still there.
import { api } from './api'
import { t } from './i18n.svelte'
import { go } from './nav.svelte'
import { COMMAND } from './shortcuts'
import { session } from './session.svelte'
import { sayProblem, toast } from './toasts.svelte'

/** `words`: whether to say where it is found again. */
export async function putGuideAway(words = true) {
  try {
    await api.putGuideAway(session.store, true)
    if (words) toast(() => t('guide-skipped', { keys: `${COMMAND} K` }), 'done', { label: () => t('guide-back'), run: () => void showGuide() })
  } catch (thrown) {
    sayProblem(thrown)
  }
}

export async function showGuide() {
  go('overview')
  await api.putGuideAway(session.store, false).catch(sayProblem)
}
