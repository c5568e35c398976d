// Activity of the memory store: three weeks of a shop's history, a page at a time.
import type { ActivityRow, ActivityView } from '../lib/bindings'

type What = [type: string, by: string | null, facts: ActivityRow['with']]
const NEWEST: What[] = [
  ['member.role_changed', 'Ratna Lestari', { who: 'Bagus Wijaya', role_from: 'seller', role_to: 'manager' }],
  ['group.granted', 'Hendra Gunawan', { group: 'Order desk', permissions: ['orders.fulfillment', 'orders.download'] }],
  ['invitation.sent', 'Ratna Lestari', { email: 'tari@contoh.co.id', role: 'seller', groups: ['Order desk'] }],
  ['invitation.delivery_noted', null, { email: 'tari@contoh.co.id', delivery: 'undelivered', reason: 'rejected_552' }],
  ['member.added_to_group', 'Hendra Gunawan', { who: 'Ayu Kartika', group: 'Gudang Cikarang' }],
  ['invitation.accepted', 'Siti Nurhaliza', { who: 'Siti Nurhaliza', role: 'inventory_handler', email: 'siti@contoh.co.id' }],
  ['group.created', 'Ratna Lestari', { group: 'Price keepers', permissions: ['price.view'] }],
  ['group.renamed', 'Hendra Gunawan', { name_from: 'Gudang', name_to: 'Gudang Cikarang' }],
  ['member.suspended', 'Ratna Lestari', { who: 'Dewi Lestari' }],
  ['member.restored', 'Ratna Lestari', { who: 'Dewi Lestari' }],
  ['plan.changed', 'Ratna Lestari', { plan_from: 'team', plan_to: 'business' }],
  ['group.deleted', 'Hendra Gunawan', { group: 'Lama', members: 2, invitations: 0, move_to: 'Order desk' }],
  ['invitation.withdrawn', 'Hendra Gunawan', { email: 'salah@contoh.co.id' }],
  ['member.removed', 'Ratna Lestari', { who: null }],
  ['something.new', 'Hendra Gunawan', {}],
]
const REFUSED: [What, NonNullable<ActivityRow['refused']>][] = [
  [['invitation.send', 'Hendra Gunawan', { email: 'joko@contoh.co.id', role: 'seller', groups: [] }], { code: 'no_free_seat', with: { used: 5, limit: 5 } }],
  [['member.change_role', 'Hendra Gunawan', { who: 'Bagus Wijaya', role_from: 'manager', role_to: 'admin' }], { code: 'outranked', with: { actor_role: 'admin', target_role: 'admin' } }],
]
const START = Date.parse('2026-11-22T01:00:00Z')

function row(seq: number, at: number, [type, by, facts]: What): ActivityRow {
  const applied = START - at * 5_400_000
  return {
    seq, at: new Date(applied).toISOString(), made_at: by ? new Date(applied - (at % 6 === 1 ? 9_000_000 : 1_000)).toISOString() : null,
    by, by_me: by === 'Ratna Lestari', device: by ? (by === 'Ratna Lestari' ? 'Laptop kasir depan' : 'MacBook Hendra') : null, type, with: facts, refused: null,
  }
}

export function activityPage(ask: { before: number | null; count: number; refused: boolean }, scene: string): { view: 'activity' } & ActivityView {
  const may = scene === 'manager' ? { code: 'area_required', with: { area: 'change_member_role' } } : null
  if (ask.refused) return { view: 'activity', rows: scene === 'empty' ? [] : REFUSED.map(([what, why], at) => ({ ...row(2 - at, at * 9, what), refused: why })), more: false, before: null, may_see_refused: may }
  const top = Math.min((ask.before ?? 201) - 1, 200)
  const rows = scene === 'empty' ? [] : Array.from({ length: Math.min(ask.count, top) }, (_, at) => row(top - at, 200 - top + at, NEWEST[(200 - top + at) % NEWEST.length]!))
  const last = rows.at(-1)?.seq ?? 1
  return { view: 'activity', rows, more: last > 1, before: last > 1 ? last : null, may_see_refused: may }
}
