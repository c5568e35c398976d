// Acts on a group or an invitation, asked for by their words and its name: "duplicate cashiers", "resend sari".
// What may be done is what the views of their screens say; what needs a dialog opens on those screens.
import type { GroupRow, GroupsView, InvitationRow, Told } from '../../lib/bindings'
import { t } from '../../lib/i18n.svelte'
import { Columns2, Copy, Link, Pencil, Send, Trash2 } from '../../lib/icons'
import { resend, withdraw } from '../../lib/invitation-acts'
import { keepAgain } from '../../lib/kept.svelte'
import { go } from '../../lib/nav.svelte'
import { opening, type OpeningOf } from '../../lib/opening.svelte'
import { behind, fits, named, withoutName, type Found } from './found'

type GroupVerb = Extract<OpeningOf, 'rename' | 'duplicate' | 'compare' | 'delete'>
type GroupAct = { id: string; verb: GroupVerb; key: string; icon: Found['icon']; why: (row: GroupRow, all: GroupsView) => Told | null }
const ON_GROUPS: GroupAct[] = [
  { id: 'group-duplicate', verb: 'duplicate', key: 'palette-group-duplicate', icon: Copy, why: (_, all) => all.may_create },
  { id: 'group-compare', verb: 'compare', key: 'palette-group-compare', icon: Columns2, why: () => null },
  { id: 'group-rename', verb: 'rename', key: 'palette-group-rename', icon: Pencil, why: (row) => row.may.rename },
  { id: 'group-delete', verb: 'delete', key: 'palette-group-delete', icon: Trash2, why: (row) => row.may.delete },
]

type InvitationAct = { id: string; key: string; icon: Found['icon']; may: keyof InvitationRow['may']; run: (row: InvitationRow) => void }
const ON_INVITATIONS: InvitationAct[] = [
  { id: 'invitation-resend', key: 'palette-resend', icon: Send, may: 'resend', run: resend },
  { id: 'invitation-link', key: 'palette-link', icon: Link, may: 'link', run: (row) => there(row, 'link') },
  { id: 'invitation-role', key: 'palette-invitation-role', icon: Pencil, may: 'change_role', run: (row) => there(row, 'role') },
  { id: 'invitation-withdraw', key: 'palette-withdraw', icon: Trash2, may: 'withdraw', run: withdraw },
]

const FEW = 6

/** Which group, and whose invitation, to look for, where what was typed begins as an act on one does. */
export const whichGroup = (typed: string) => named(typed, ON_GROUPS)
export const whoseInvitation = (typed: string) => named(typed, ON_INVITATIONS)

export function groupActs(typed: string, all: GroupsView): Found[] {
  return ON_GROUPS.flatMap(({ id, verb, key, icon, why }) => {
    const which = behind(typed, key)
    // One group alone has none to be compared with.
    if (!which || (verb === 'compare' && all.rows.length < 2)) return []
    return all.rows
      .filter(({ name }) => fits(name, which))
      .slice(0, FEW)
      .map((row) => ({ id: `${id}-${row.id}`, kind: t('palette-act'), label: t(key, { who: row.name }), icon, why: why(row, all), run: () => openGroup(row, verb) }))
  })
}

/** Those of invitations that stand: whoever accepted is found in the team. */
export function invitationActs(typed: string, found: InvitationRow[]): Found[] {
  return ON_INVITATIONS.filter(({ key }) => behind(typed, key)).flatMap(({ id, key, icon, may, run }) =>
    found
      .filter(({ status }) => status !== 'accepted')
      .map((row) => ({ id: `${id}-${row.id}`, kind: t('palette-act'), label: t(key, { who: row.email }), icon, why: row.may[may], run: () => run(row) })),
  )
}

export const namelessGroupActs = (typed: string, type: (text: string) => void) => withoutName(typed, ON_GROUPS, type)
export const namelessInvitationActs = (typed: string, type: (text: string) => void) => withoutName(typed, ON_INVITATIONS, type)

function openGroup({ id }: GroupRow, what: GroupVerb) {
  opening.of = { id, what }
  go('groups', id)
}

function there({ id, email }: InvitationRow, what: OpeningOf) {
  opening.of = { id, what }
  keepAgain('invitations', { search: email, status: '' })
  go('invitations')
}
