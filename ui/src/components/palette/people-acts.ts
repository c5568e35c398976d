// Acts on somebody, asked for by their words and a name: "role ayu", "suspend ayu". The Team view finds the
// person and the view of the member says what may be done; nothing of either is kept here.
import type { MemberRow, MemberView, Role } from '../../lib/bindings'
import { t } from '../../lib/i18n.svelte'
import { Pencil, Play, Pause, UserRoundX } from '../../lib/icons'
import { confirmOp } from '../../lib/perform.svelte'
import { ROLE_SIGNS } from '../../lib/role-signs'
import { roleName } from '../../lib/words'
import { behind, fits, named, withoutName, type Found } from './found'

export type Verb = 'role' | 'suspend' | 'restore' | 'remove'
const VERBS: { id: Verb; key: string; icon: Found['icon']; of: (row: MemberRow) => boolean }[] = [
  { id: 'role', key: 'palette-role-of', icon: Pencil, of: () => true },
  { id: 'suspend', key: 'op-member-suspend', icon: Pause, of: (row) => row.status !== 'suspended' },
  { id: 'restore', key: 'op-member-restore', icon: Play, of: (row) => row.status === 'suspended' },
  { id: 'remove', key: 'op-member-remove', icon: UserRoundX, of: () => true },
]

/** Whom to look for, where what was typed begins as an act on somebody does. */
export const whom = (typed: string) => named(typed, VERBS)

/** What can be asked about those who were found. `lead`: goes on to the roles of this one. */
export function peopleActs(typed: string, found: MemberRow[], lead: (row: MemberRow) => void): Found[] {
  return VERBS.filter(({ key }) => behind(typed, key)).flatMap((verb) =>
    found.filter(verb.of).map((row) => ({
      id: `${verb.id}-${row.id}`,
      kind: t('palette-act'),
      label: t(verb.key, { who: row.name }),
      note: row.email,
      icon: verb.icon,
      stays: verb.id === 'role',
      run: () => (verb.id === 'role' ? lead(row) : confirm(verb.id, row)),
    })),
  )
}

/** The same acts before a name is there. `type`: goes on with their words, for the name to follow. */
export const namelessActs = (typed: string, type: (text: string) => void) => withoutName(typed, VERBS, type)

/** The roles that somebody could be given, with why not. */
export function rolesFor({ member: row, roles, may }: MemberView, typed: string): Found[] {
  const to = (role: Role) =>
    confirmOp({
      op: { type: 'member.change_role', member: row.id, from: row.role, to: role },
      title: t('member-role-title', { who: row.name, role: roleName(role) }),
      confirm: t('member-role-confirm', { role: roleName(role) }),
    })
  return roles
    .filter((one) => one.role !== row.role && fits(roleName(one.role), typed))
    .map((one) => ({ id: one.role, label: roleName(one.role), icon: ROLE_SIGNS[one.role], why: may.change_role ?? one.may, run: () => to(one.role) }))
}

function confirm(verb: Exclude<Verb, 'role'>, { id, name }: MemberRow) {
  confirmOp({ op: { type: `member.${verb}`, member: id }, danger: verb === 'remove', title: t(`member-${verb}-title`, { who: name }), confirm: t(`member-${verb}`) })
}
