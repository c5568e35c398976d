// Taking back what was done in the last ten minutes. The desk knows what that is: it keeps the way back beside each
// act, and says what it would undo, whether it may, and whether it should be looked at first.
import { api } from './api'
import type { Id, JsonValue, UndoRow } from './bindings'
import { t } from './i18n.svelte'
import { acts, confirmMany } from './perform.svelte'
import { session } from './session.svelte'
import { sayProblem, toast } from './toasts.svelte'
import { facts, keyOf, opText, refusalText } from './words'

/** What may be taken back, the latest first. */
export async function undoables(): Promise<UndoRow[]> {
  const { view } = await api.ask({ store: session.store, generation: 0, view: 'undoable' })
  return view.view === 'undoable' ? view.acts : []
}

/** An act in words; a bulk in its own. */
export function actText(type: string, values: Record<string, JsonValue>, count: number): string {
  return count > 1 ? t(`many-${keyOf(type)}`, { group: t('some-group'), ...facts(values, type), count }) : opText(type, values)
}
/** What taking it back will come to, in a few words. */
export function undoNote(row: UndoRow): string {
  if (row.unsent === row.count) return t('undo-drops')
  if (!row.costs) return t('undo-asks')
  return t(row.count > 1 ? 'undo-costs' : row.words.type === 'group.delete' ? 'undo-parts' : row.words.type === 'member.remove' ? 'undo-invites' : 'undo-costs')
}
export const undoText = (row: UndoRow) => actText(row.words.type, row.words.with, row.count)

/** Takes an act back: at once where that costs nothing, else after a look at what it changes. */
export async function undo(id: Id) {
  try {
    await takeBack((await undoables()).find((row) => row.id === id))
  } catch (thrown) {
    sayProblem(thrown)
  }
}

/** The same for what was done last. */
export async function undoLast() {
  try {
    const rows = await undoables()
    // Where the last one may not be, the list says why, and what else there is; nothing else is taken back unasked.
    if (rows[0]?.may && rows.length > 1) showUndoables()
    else await takeBack(rows[0])
  } catch (thrown) {
    sayProblem(thrown)
  }
}

export async function takeBack(row: UndoRow | undefined) {
  if (!row) return toast(() => t('undo-none'))
  if (row.may) {
    const why = row.may
    return toast(() => t('undo-not', { what: undoText(row), why: refusalText(why) }), 'problem')
  }
  // A mail, a seat that may be gone, or many at once: looked at first.
  if (row.costs || (row.count > 1 && row.unsent < row.count)) return confirmMany({ kind: 'undo', act: row.id, words: undoText(row) })
  const done = await api.bulk(session.store, { of: 'undo', act: row.id, seen: null, partial: false })
  if (done.refusal) {
    const why = done.refusal
    toast(() => t('undo-not', { what: undoText(row), why: refusalText(why) }), 'problem')
  } else if (!done.asked && !done.dropped) toast(() => t('undo-none'))
  else toast(() => t(done.asked ? 'undo-done' : 'undo-dropped', { what: undoText(row) }))
}

/** Opens the list of all that may be taken back. */
export const showUndoables = () => void (acts.undoing = true)
