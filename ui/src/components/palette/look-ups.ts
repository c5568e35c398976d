// Who has what, asked for by the name of a permission or an area, or by its code.
import type { InvitationRow, RolesView, Subject } from '../../lib/bindings'
import { t } from '../../lib/i18n.svelte'
import { KeyRound, Mail } from '../../lib/icons'
import { keepAgain } from '../../lib/kept.svelte'
import { go } from '../../lib/nav.svelte'
import { roleName, statusName } from '../../lib/words'
import { codeOf, nameOf, placeOf } from '../../screens/roles/subject'
import { fits, type Found } from './found'

/** Every permission and area that what was typed fits, to see everyone who has it. */
export function lookUps({ permissions, areas }: RolesView, typed: string): Found[] {
  const all: Subject[] = [...permissions.map(({ permission }) => ({ permission })), ...areas.map(({ area }) => ({ area }))]
  return all
    .map((of) => ({ of, label: t('holders-of', { what: nameOf(of) }) }))
    .filter(({ of, label }) => fits(`${label} ${codeOf(of)}`, typed))
    .map(({ of, label }) => ({ id: `who-${codeOf(of)}`, kind: t('palette-act'), label, icon: KeyRound, run: () => go('roles', placeOf(of)) }))
}

/** Invitations that are still open or have expired: whoever accepted is found in the team. */
export const invited = (rows: InvitationRow[]): Found[] =>
  rows
    .filter(({ status }) => status !== 'accepted')
    .map(({ id, email, role, status }) => ({ id, kind: statusName(status), label: email, note: roleName(role), icon: Mail, run: () => toInvitation(email) }))

function toInvitation(email: string) {
  keepAgain('invitations', { search: email, status: '' })
  go('invitations')
}
