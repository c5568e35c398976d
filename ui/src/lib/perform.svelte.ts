// How an act leaves the window: at once with its outcome in a corner (`perform`), or after a look at
// what it changes (`confirmOp`). The dialogs themselves are drawn once, by App.
import { api } from './api'
import type { Dispatched, Id, Op, Told } from './bindings'
import { t } from './i18n.svelte'
import { opposite } from './opposite'
import { session } from './session.svelte'
import { sayProblem, toast } from './toasts.svelte'

export type Confirming = { op: Op; title: string; confirm: string; danger?: boolean; onDone?: (id: Id) => void }
export type TurnedDown = { op: Op; refusal: Told; canAskAnyway: boolean }

class Acts {
  /** Whether the cloud is out of reach, as the badge says; an outcome is worded accordingly. */
  offline = $state(false)
  confirming = $state.raw<Confirming | null>(null)
  turnedDown = $state.raw<TurnedDown | null>(null)
}

export const acts = new Acts()

export function confirmOp(what: Confirming) {
  acts.confirming = what
}

/** Says in a corner what became of an act, with a way back where there is one. */
export function sayOutcome(outcome: Dispatched, op?: Op) {
  const back = op && opposite(op) ? { label: () => t('undo'), run: () => void undo(outcome.id, op) } : undefined
  if (outcome.nothing_to_do) toast(() => t('done-nothing'))
  else if (!outcome.queued) return
  else if (outcome.refusal) toast(() => t('done-asked-anyway'), 'waiting')
  // Whether the cloud is there is often found out by this very act: the words follow while they stand.
  else toast(() => t(session.view?.ended ? 'done-ended' : acts.offline ? 'done-offline' : 'done-queued'), acts.offline || session.view?.ended ? 'waiting' : 'done', back)
}

/** Takes an act back: dropped if it still waits unsent, else undone by its opposite. */
export async function undo(id: Id, op: Op) {
  try {
    const { view } = await api.ask({ store: session.store, generation: 0, view: 'waiting' })
    const waits = view.view === 'waiting' && view.waiting.some((one) => one.id === id && !one.may.drop)
    if (waits) {
      await api.dropOp(session.store, id)
      return toast(() => t('undo-dropped'))
    }
    const back = opposite(op)
    // The freed seat may be gone, or the other plan too small: looked at first.
    if (back?.type === 'member.restore' || back?.type === 'plan.change') confirmOp({ op: back, title: t('undo-title'), confirm: t('undo') })
    else if (back) await perform(back)
  } catch (thrown) {
    sayProblem(thrown)
  }
}

/** Asks for an act. Returns its id, or null if it was turned down here (then a dialog says why). */
export async function perform(op: Op, askAnyway = false): Promise<Id | null> {
  try {
    const outcome = await api.dispatch(session.store, op, askAnyway)
    if (outcome.refusal && !outcome.queued) {
      acts.turnedDown = { op, refusal: outcome.refusal, canAskAnyway: outcome.can_ask_anyway }
      return null
    }
    sayOutcome(outcome, op)
    return outcome.id
  } catch (thrown) {
    sayProblem(thrown)
    return null
  }
}
