// A list of invitations in memory: enough of the rehearsal to see its states. What is really decided, Rust decides.
import type { Ask, Id, InviteManyAct, InviteManyRow, InviteManyView, InviteSource, InviteVerdict, Role, Told, View } from '../lib/bindings'

type Row = Pick<InviteManyRow, 'id' | 'no' | 'name' | 'email' | 'role_word'> & { role: Role | null; inactive: string | null; asked: boolean }
type Around = Pick<InviteManyView, 'seats' | 'roles' | 'group_choices' | 'may_invite'>

let rows: Row[] = []
let sources: InviteSource[] = []
let role: Role = 'seller'
let groups: Id[] = []
let sending: { ids: Id[]; done: number } | null = null
let next = 1

export const listed = () => rows.length

export function readList(name: string, bytes: Uint8Array) {
  const text = new TextDecoder().decode(bytes)
  const people = text.split(/[\n,;]/).map((piece) => piece.trim()).filter(Boolean)
  if (!people.length) throw { code: 'list_empty', with: {}, message: '' }
  if (!text.includes('@')) throw { code: 'list_no_addresses', with: { lines: people.length, found: 0 }, message: '' }
  for (const piece of people) {
    const [, who = '', email = piece] = /^(.*?)<?([^\s<>]+@[^\s<>]*)>?$/.exec(piece) ?? []
    rows.push({ id: `row${next}`, no: next++, name: who.trim(), email, role: null, role_word: null, inactive: null, asked: false })
  }
  sources.push({ name, rows: people.length, left_out: name ? ['Phone', 'Address'] : [], passwords: !!name })
}

export function actOnList(act: InviteManyAct, changed: () => void) {
  const row = 'row' in act ? rows.find((one) => one.id === act.row) : undefined
  if (act.act === 'edit' && row) Object.assign(row, { email: act.email, role: act.role, role_word: null })
  if (act.act === 'remove') rows = rows.filter((one) => one !== row)
  if (act.act === 'include' && row) row.inactive = null
  if (act.act === 'defaults') [role, groups] = [act.role, act.groups]
  if (act.act === 'clear') [rows, sources] = [[], []]
  if (act.act === 'clear_sent') rows = rows.filter((one) => !one.asked)
  if (act.act === 'stop') sending = null
  if (act.act === 'send') {
    sending = { ids: rows.filter((one) => one.email.includes('@') && !one.asked).map(({ id }) => id), done: 0 }
    const step = () => {
      if (!sending) return
      const id = sending.ids[sending.done++]
      const sent = rows.find((one) => one.id === id)
      if (sent) sent.asked = true
      if (sending.done >= sending.ids.length) sending = null
      else setTimeout(step, 120)
      changed()
    }
    step()
  }
}

export function listView(ask: Extract<Ask, { view: 'invite_many' }>, around: Around): Extract<View, { view: 'invite_many' }> {
  const seen = new Map<string, number>()
  let free = around.seats.free ?? Infinity
  const verdictOf = (row: Row): [InviteVerdict, Told | null] => {
    if (row.asked) return ['sent', null]
    if (row.inactive) return ['skipped', { code: 'list_inactive', with: { word: row.inactive } }]
    if (!/.@.+\../.test(row.email)) return ['invalid', { code: 'invalid_email', with: { why: row.email.includes('@') ? 'domain' : 'no_at' } }]
    const first = seen.get(row.email.toLowerCase())
    if (first) return ['duplicate', { code: 'list_duplicate', with: { row: first } }]
    seen.set(row.email.toLowerCase(), row.no)
    if (around.may_invite) return ['may_not', around.may_invite]
    if (free-- <= 0) return ['no_seat', { code: 'no_free_seat', with: { used: around.seats.used, limit: around.seats.limit } }]
    return ['ready', null]
  }
  const named = around.group_choices.filter((one) => groups.includes(one.id))
  const all: InviteManyRow[] = rows.map((row) => {
    const [verdict, why] = verdictOf(row)
    return { ...row, role: row.role ?? role, groups: named, unknown_groups: [], verdict, why, sees_nothing: verdict === 'ready' && !named.length, may_include: !!row.inactive }
  })
  const kept = all.filter((one) => !ask.verdict || one.verdict === ask.verdict)
  const order: InviteVerdict[] = ['ready', 'no_seat', 'invalid', 'duplicate', 'member', 'invited', 'may_not', 'skipped', 'waiting', 'sent', 'refused']
  const verdicts = order.map((verdict) => ({ verdict, count: all.filter((one) => one.verdict === verdict).length })).filter(({ count }) => count)
  return {
    view: 'invite_many', total: kept.length, from: ask.from, rows: kept.slice(ask.from, ask.from + ask.count), all: all.length, verdicts,
    ready: all.filter((one) => one.verdict === 'ready').length, sees_nothing: all.filter((one) => one.sees_nothing).length, role_words: [], sources, role, groups,
    sending: sending && { done: sending.done, total: sending.ids.length }, problem: null, max_bytes: 10 * 1024 * 1024, max_rows: 10_000, ...around,
  }
}
