// How an act leaves the window: after a look at what it changes (`confirmOp`), or many in one go (`confirmMany`); its outcome is said in a corner. The dialogs themselves are drawn once, by App.
import type { Dispatched, Id, Named, Op, Picked, Plan, SettleDone } from './bindings'
import { t } from './i18n.svelte'
import { session } from './session.svelte'
import { toast } from './toasts.svelte'
import { undo } from './undo.svelte'

export type Confirming = { op: Op; title: string; confirm: string; danger?: boolean; onDone?: (id: Id) => void }
/** Many in one go: members that were picked, people who go for a plan, or an act taken back. */
export type Many = { onDone?: () => void } & (
  | { kind: 'role' | 'groups' | 'suspend' | 'restore' | 'remove'; picked: Picked; groups: Named[] }
  | { kind: 'plan'; plan: Plan; without: Id[]; with: Id[] }
  | { kind: 'undo'; act: Id; words: string }
)

class Acts {
  /** Whether the cloud is out of reach, as the badge says; an outcome is worded accordingly. */
  offline = $state(false)
  confirming = $state.raw<Confirming | null>(null)
  many = $state.raw<Many | null>(null)
  /** Whether the list of what may be taken back is open. */
  undoing = $state(false)
}

export const acts = new Acts()

export function confirmOp(what: Confirming) {
  acts.confirming = what
}

export function confirmMany(what: Many) {
  acts.many = what
}

/** The button beside such words, where there is a way back. */
export const wayBack = (act: Id | null) => (act === null ? undefined : { label: () => t('undo'), run: () => void undo(act) })

/** Says in a corner what became of an act, with a way back where there is one. */
export function sayOutcome(outcome: Dispatched) {
  const back = wayBack(outcome.undo ? outcome.id : null)
  if (outcome.nothing_to_do) toast(() => t('done-nothing'))
  else if (!outcome.queued) return
  else if (outcome.refusal) toast(() => t('done-asked-anyway'), 'waiting')
  // Whether the cloud is there is often found out by this very act: the words follow while they stand.
  else toast(() => t(session.view?.ended ? 'done-ended' : acts.offline ? 'done-offline' : 'done-queued'), acts.offline || session.view?.ended ? 'waiting' : 'done', back)
}

/** The same of what was decided about kept changes. */
export function saySettled(done: SettleDone) {
  if (done.refusal && !done.asked) return
  sayOutcome({ id: done.act ?? '', queued: done.asked > 0, nothing_to_do: done.asked === 0, refusal: null, can_ask_anyway: false, undo: done.act !== null })
}
