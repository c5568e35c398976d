// The memory store's outbox: one op in every state that the screen can show.
import type { Op, Told, WaitingRow, WaitingView } from '../lib/bindings'

const made = (minutes: number) => new Date(Date.parse('2026-11-22T01:00:00Z') - minutes * 60_000).toISOString()
const told = (code: string, facts: Told['with'] = {}): Told => ({ code, with: facts })
const onItsWay = { retry: told('still_waiting'), drop: null }
const base = { expected: null, refusal: null, present: null, depends_on: null, may: { retry: null, drop: null } }

const role: Op = { type: 'member.change_role', member: 'm1', from: 'seller', to: 'manager' }
const invite: Op = { type: 'invitation.send', invitation: 'i9', email: 'joko@contoh.co.id', role: 'seller', groups: [] }
const grant: Op = { type: 'group.grant', group: 'g2', permissions: ['orders.download'] }

const WAITING: WaitingRow[] = [
  { ...base, id: 'o1', made_at: made(42), op: role, words: { type: role.type, with: { who: 'Bagus Wijaya', role_from: 'seller', role_to: 'manager' } }, state: 'waiting', may: onItsWay },
  { ...base, id: 'o2', made_at: made(40), op: invite, words: { type: invite.type, with: { email: 'joko@contoh.co.id', role: 'seller', groups: [] } }, state: 'waiting', may: onItsWay, expected: told('no_free_seat', { used: 5, limit: 5 }) },
  { ...base, id: 'o3', made_at: made(12), op: grant, words: { type: grant.type, with: { group: 'Order desk', permissions: ['orders.download'] } }, state: 'sent', may: { retry: told('maybe_sent'), drop: told('maybe_sent') } },
  { ...base, id: 'o4', made_at: made(9), op: { type: 'store.set_offline_lease', from: 30, to: 14 }, words: { type: 'store.set_offline_lease', with: { days_from: 30, days_to: 14 } }, state: 'held', may: onItsWay },
  { ...base, id: 'o5', made_at: made(3), op: { type: 'member.add_to_group', member: 'm1', group: 'g9' }, words: { type: 'member.add_to_group', with: { who: 'Bagus Wijaya', group: 'Toko baru' } }, state: 'parked', depends_on: 'o4' },
]
const REFUSED: WaitingRow[] = [
  { ...base, id: 'r1', made_at: made(190), op: invite, words: { type: invite.type, with: { email: 'tari@contoh.co.id', role: 'seller', groups: ['Order desk'] } }, state: 'refused', refusal: told('no_free_seat', { used: 5, limit: 5 }) },
  { ...base, id: 'r2', made_at: made(200), op: role, words: { type: role.type, with: { who: 'Ayu Kartika', role_from: 'seller', role_to: 'manager' } }, state: 'refused', refusal: told('changed_meanwhile', { field: 'role', expected: 'seller', present: 'viewer' }), present: 'viewer' },
  { ...base, id: 'r3', made_at: made(210), op: { type: 'member.add_to_group', member: 'm1', group: 'g9' }, words: { type: 'member.add_to_group', with: { who: 'Ayu Kartika', group: null } }, state: 'refused', refusal: told('depends_on_refused', { op: 'r2' }), depends_on: 'r2' },
  { ...base, id: 'r4', made_at: made(4000), op: { type: 'store.rename', from: 'Toko Lestari', to: 'Toko Lestari Jaya' }, words: { type: 'store.rename', with: { name_from: 'Toko Lestari', name_to: 'Toko Lestari Jaya' } }, state: 'unknown' },
]

export function waitingView(scene: string): { view: 'waiting' } & WaitingView {
  const none = scene === 'empty'
  return {
    view: 'waiting', waiting: none ? [] : WAITING, refused: none ? [] : REFUSED,
    badge: { state: none ? 'up_to_date' : 'offline', as_of: made(55), waiting: none ? 0 : WAITING.length, refused: none ? 0 : REFUSED.length, problem: null },
  }
}
