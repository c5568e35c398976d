// Taking back: dropped while it waits, undone by the opposite once it was sent.
import { beforeEach, describe, expect, it } from 'vitest'
import { program, signedIn } from '../dev/test'
import type { Op } from './bindings'
import { opposite } from './opposite'
import { acts, undo } from './perform.svelte'
import { toasts } from './toasts.svelte'

const DONE = { id: 'o2', queued: true, nothing_to_do: false, refusal: null, can_ask_anyway: false }
const waiting = (...rows: { id: string; may: object }[]) => ({ generation: 0, view: { view: 'waiting', waiting: rows, refused: [], badge: {} } })
const role: Op = { type: 'member.change_role', member: 'm1', from: 'seller', to: 'manager' }
const suspend: Op = { type: 'member.suspend', member: 'm1' }

beforeEach(async () => {
  await signedIn()
  acts.confirming = null
})

describe('undo', () => {
  it('drops what was not sent yet', async () => {
    const { asked } = program({ ask: () => waiting({ id: 'o1', may: { drop: null } }) })
    await undo('o1', role)
    expect(asked.at(-1)).toEqual({ command: 'drop_op', args: { store: 's1', op: 'o1' } })
    expect(toasts.all.at(-1)?.words()).toContain('never sent')
  })
  it('asks for the opposite of what was sent, and of what is on its way', async () => {
    for (const rows of [[], [{ id: 'o1', may: { drop: { code: 'already_sent', with: {} } } }]]) {
      const { asked } = program({ ask: () => waiting(...rows), dispatch: () => DONE })
      await undo('o1', role)
      expect(asked.at(-1)?.args.op).toEqual({ ...role, from: 'manager', to: 'seller' })
    }
  })
  it('looks first where the way back may cost a seat', async () => {
    const { asked } = program({ ask: () => waiting() })
    await undo('o1', suspend)
    expect(acts.confirming?.op).toEqual({ type: 'member.restore', member: 'm1' })
    expect(asked).toHaveLength(1)
  })
  it('says what is wrong where it cannot', async () => {
    program({
      ask: () => {
        throw { code: 'storage', with: {}, message: 'disk full' }
      },
    })
    await undo('o1', role)
    expect(toasts.all.at(-1)?.kind).toBe('problem')
  })
})

describe('opposite', () => {
  it('of the opposite is the act itself', () => {
    const acts: Op[] = [role, suspend, { type: 'member.add_to_group', member: 'm', group: 'g' }, { type: 'group.rename', group: 'g', from: 'a', to: 'b' }, { type: 'plan.change', from: 'team', to: 'business' }]
    for (const act of acts) expect(opposite(opposite(act)!)).toEqual(act)
  })
  it('is never offered for what cannot be had again', () => {
    expect(opposite({ type: 'member.remove', member: 'm' })).toBeNull()
    expect(opposite({ type: 'invitation.withdraw', invitation: 'i' })).toBeNull()
    expect(opposite({ type: 'group.revoke', group: 'g', permissions: ['price.view'] })).toBeNull()
  })
})
