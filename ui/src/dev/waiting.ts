// The memory store's outbox: one op in every state that the screen can show.
import type { AskAgainView, Clash, Op, Told, WaitingAsk, WaitingRow, WaitingView } from '../lib/bindings'

const made = (minutes: number) => new Date(Date.parse('2026-11-22T01:00:00Z') - minutes * 60_000).toISOString()
const told = (code: string, facts: Told['with'] = {}): Told => ({ code, with: facts })
const onItsWay = { retry: told('still_waiting'), change: told('still_waiting'), drop: null }
const base = { expected: null, again: null, refusal: null, present: null, beside: null, depends_on: null, depends_on_words: null, may: { retry: null, change: null, drop: null } }

const role: Op = { type: 'member.change_role', member: 'm1', from: 'seller', to: 'manager' }
const invite: Op = { type: 'invitation.send', invitation: 'i9', email: 'joko@contoh.co.id', role: 'seller', groups: [] }
const grant: Op = { type: 'group.grant', group: 'g2', permissions: ['orders.download'] }

const WAITING: WaitingRow[] = [
  { ...base, id: 'o1', made_at: made(42), op: role, words: { type: role.type, with: { who: 'Bagus Wijaya', role_from: 'seller', role_to: 'manager' } }, state: 'waiting', may: onItsWay },
  { ...base, id: 'o2', made_at: made(40), op: invite, words: { type: invite.type, with: { email: 'joko@contoh.co.id', role: 'seller', groups: [] } }, state: 'waiting', may: onItsWay, expected: told('no_free_seat', { used: 5, limit: 5 }), beside: { kind: 'seats', used: 5, limit: 5 } },
  { ...base, id: 'o3', made_at: made(12), op: grant, words: { type: grant.type, with: { group: 'Order desk', permissions: ['orders.download'] } }, state: 'sent', may: { retry: told('maybe_sent'), change: told('maybe_sent'), drop: told('maybe_sent') } },
  { ...base, id: 'o4', made_at: made(9), op: { type: 'store.set_offline_lease', from: 30, to: 14 }, words: { type: 'store.set_offline_lease', with: { days_from: 30, days_to: 14 } }, state: 'held', may: onItsWay },
  { ...base, id: 'o5', made_at: made(3), op: { type: 'member.add_to_group', member: 'm1', group: 'g9' }, words: { type: 'member.add_to_group', with: { who: 'Bagus Wijaya', group: 'Toko baru' } }, state: 'parked', depends_on: 'o4', depends_on_words: { type: 'store.set_offline_lease', with: { days_from: 30, days_to: 14 } } },
]
const REFUSED: WaitingRow[] = [
  { ...base, id: 'r1', made_at: made(190), op: invite, words: { type: invite.type, with: { email: 'tari@contoh.co.id', role: 'seller', groups: ['Order desk'] } }, state: 'refused', refusal: told('no_free_seat', { used: 5, limit: 5 }), again: told('no_free_seat', { used: 5, limit: 5 }), beside: { kind: 'seats', used: 5, limit: 5 } },
  { ...base, id: 'r2', made_at: made(200), op: role, words: { type: role.type, with: { who: 'Ayu Kartika', role_from: 'seller', role_to: 'manager' } }, state: 'refused', refusal: told('changed_meanwhile', { field: 'role', expected: 'seller', present: 'viewer' }), present: 'viewer', beside: { kind: 'role', mine: 'manager', present: 'viewer' } },
  { ...base, id: 'r3', made_at: made(210), op: { type: 'member.add_to_group', member: 'm1', group: 'g9' }, words: { type: 'member.add_to_group', with: { who: 'Ayu Kartika', group: null } }, state: 'refused', refusal: told('depends_on_refused', { op: 'r2' }), depends_on: 'r2', depends_on_words: { type: role.type, with: { who: 'Ayu Kartika', role_from: 'seller', role_to: 'manager' } }, again: told('unknown_group'), beside: { kind: 'inside', mine: true, present: null }, may: { retry: told('unknown_group'), change: null, drop: null } },
  { ...base, id: 'r4', made_at: made(4000), op: { type: 'store.rename', from: 'Toko Lestari', to: 'Toko Lestari Jaya' }, words: { type: 'store.rename', with: { name_from: 'Toko Lestari', name_to: 'Toko Lestari Jaya' } }, state: 'unknown', beside: { kind: 'name', mine: 'Toko Lestari Jaya', present: 'Toko Lestari' }, may: { retry: told('ask_an_owner'), change: told('ask_an_owner'), drop: null } },
  { ...base, id: 'r5', made_at: made(320), op: { ...grant, group: 'g2' }, words: { type: grant.type, with: { group: 'Order desk', permissions: ['orders.download'] } }, state: 'refused', refusal: told('area_required', { area: 'change_member_role' }), beside: { kind: 'toggles', present: true, toggles: [{ permission: 'orders.view', mine: true, present: true }, { permission: 'orders.download', mine: true, present: false }] } },
]

const KEPT: Clash = {
  group: 'g5', name: 'Order desk', met: 'kept', by: ['Ratna Lestari'], ops: ['r5'], seq: 41,
  toggles: [
    { permission: 'orders.view', before: true, mine: true, theirs: true, now: true, contested: false },
    { permission: 'orders.fulfillment', before: true, mine: true, theirs: false, now: false, contested: false },
    { permission: 'orders.download', before: false, mine: true, theirs: false, now: false, contested: true },
  ],
}
const CROSSED: Clash = { ...KEPT, group: 'g3', name: 'Gudang Cikarang', met: 'crossed', ops: [], seq: 44, toggles: [{ permission: 'inventory.update', before: true, mine: false, theirs: true, now: true, contested: true }] }
const DELETED: Clash = { ...KEPT, group: 'g9', name: 'مجموعة المستودع 🏬 Gudang pusat & cabang Cikarang–Karawang Timur', met: 'deleted', seq: 45, toggles: KEPT.toggles.map((one) => ({ ...one, theirs: false, now: false, contested: false })) }

/** `?scene=many`: ten thousand that wait. */
const many = (): WaitingRow[] => Array.from({ length: 10_000 }, (_, at) => ({ ...WAITING[0]!, id: `n${at}` }))

export function waitingView(ask: WaitingAsk, scene: string): { view: 'waiting' } & WaitingView {
  const none = scene === 'empty'
  const [waiting, refused] = none ? [[], []] : [scene === 'many' ? many() : WAITING, REFUSED]
  const slice = (rows: WaitingRow[], from = 0) => rows.slice(from, from + (ask.count ?? rows.length))
  return {
    view: 'waiting', waiting: slice(waiting, ask.waiting_from), refused: slice(refused, ask.refused_from), waiting_total: waiting.length, refused_total: refused.length,
    clashes: none || scene === 'many' || scene === 'apart' ? [] : scene === 'clashes' ? [KEPT, CROSSED, DELETED] : [KEPT],
    badge: { state: none ? 'up_to_date' : 'offline', as_of: made(55), waiting: waiting.length, refused: refused.length, problem: null },
  }
}

export const askAgain = (): { view: 'ask_again' } & AskAgainView => ({
  view: 'ask_again', accepted: ['r2', 'r5'], doubtful: ['r1'], doubts: [{ told: told('no_free_seat', { used: 5, limit: 5 }), count: 1 }],
  closed: [{ told: told('unknown_group'), count: 1 }, { told: told('ask_an_owner'), count: 1 }], all: ['r1', 'r2', 'r3', 'r4', 'r5'],
})
