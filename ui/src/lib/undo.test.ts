// Taking back: the desk says what may be, and at what cost; the window words it and asks.
import { beforeEach, describe, expect, it } from 'vitest'
import { program, signedIn } from '../dev/test'
import type { UndoRow } from './bindings'
import { acts, sayOutcome } from './perform.svelte'
import { toasts } from './toasts.svelte'
import { undo, undoLast, undoNote } from './undo.svelte'

const row = (change: Partial<UndoRow> = {}): UndoRow => ({
  id: 'o1', at: '2026-11-22T10:00:00Z', until: '2026-11-22T10:10:00Z', words: { type: 'member.suspend', with: { who: 'Dewi' } }, count: 1, unsent: 1, costs: false, may: null, ...change,
})
const desk = (rows: UndoRow[], done: object = {}) =>
  program({ ask: () => ({ generation: 0, view: { view: 'undoable', acts: rows } }), bulk: () => ({ act: null, asked: 0, dropped: 1, refusal: null, ...done }) })
const last = () => toasts.all.at(-1)

beforeEach(async () => {
  await signedIn()
  acts.many = null
})

describe('undo', () => {
  it('takes back at once what costs nothing, and says in words what it was', async () => {
    const { asked } = desk([row()])
    await undoLast()
    expect(asked.at(-1)).toEqual({ command: 'bulk', args: { store: 's1', order: { of: 'undo', act: 'o1', seen: null, partial: false } } })
    expect(last()?.words()).toBe('Taken back, and never sent: Suspend Dewi')
    desk([row({ unsent: 0 })], { asked: 1, dropped: 0, act: 'a2' })
    await undoLast()
    expect(last()?.words()).toBe('Taken back: Suspend Dewi')
  })
  it('looks first where the way back may cost a seat or a mail, and where it is many', async () => {
    for (const costly of [row({ unsent: 0, costs: true }), row({ unsent: 0, count: 3 })]) {
      const { asked } = desk([costly])
      await undoLast()
      expect(acts.many).toMatchObject({ kind: 'undo', act: 'o1' })
      expect(asked).toHaveLength(1)
      acts.many = null
    }
  })
  it('says in a few words what it will come to', () => {
    const note = (type: string, change: Partial<UndoRow>) => undoNote(row({ words: { type, with: {} }, ...change }))
    expect(note('group.delete', {})).toBe('not sent yet, will simply be dropped')
    expect(note('member.change_role', { unsent: 0 })).toBe('will be asked back from the cloud')
    expect(note('member.suspend', { unsent: 0, costs: true })).toBe('you will see first what it costs')
    expect(note('group.delete', { unsent: 0, costs: true })).toBe('you will see first what can be brought back')
    expect(note('member.remove', { unsent: 0, costs: true })).toBe('by a new invitation; you will see first what it costs')
    expect(note('member.remove', { unsent: 0, costs: true, count: 4 })).toBe('you will see first what it costs')
  })
  it('tells a later change by somebody else instead of overwriting it', async () => {
    const { asked } = desk([row({ may: { code: 'changed_since', with: { who: 'Eko' } } })])
    await undoLast()
    expect(asked).toHaveLength(1)
    expect(last()?.words()).toContain('Eko has changed this since')
    desk([row({ may: { code: 'undo_reached', with: {} } }), row({ id: 'o2' })])
    await undoLast()
    expect(acts.undoing).toBe(true)
    desk([row()], { dropped: 0, refusal: { code: 'undo_too_late', with: {} } })
    await undoLast()
    expect(last()?.words()).toContain('Suspend Dewi')
  })
  it('is nothing where nothing is left, also when it is asked twice', async () => {
    const { asked } = desk([])
    await undoLast()
    await undo('o1')
    expect(asked.every(({ command }) => command === 'ask')).toBe(true)
    expect(last()?.words()).toBe('Nothing to undo')
  })
  it('says what is wrong where it cannot', async () => {
    program({
      ask: () => {
        throw { code: 'storage', with: {}, message: 'disk full' }
      },
    })
    await undoLast()
    expect(last()?.kind).toBe('problem')
  })
  it('is offered in the corner only where there is a way back', () => {
    const outcome = { id: 'o1', queued: true, nothing_to_do: false, refusal: null, can_ask_anyway: false }
    sayOutcome({ ...outcome, undo: false })
    expect(last()?.action).toBeUndefined()
    sayOutcome({ ...outcome, undo: true })
    expect(last()?.action?.label()).toBe('Undo')
  })
})
