// What is asked of an invitation after a look at what it changes, from its row and from the palette alike.
import type { InvitationRow } from './bindings'
import { t } from './i18n.svelte'
import { confirmOp } from './perform.svelte'

/** Another mail goes out and older links die; one that has run out gave its seat back, too. */
export function resend({ id, email }: InvitationRow) {
  confirmOp({ op: { type: 'invitation.resend', invitation: id }, title: t('invitation-resend-title', { email }), confirm: t('invitation-resend') })
}

export function withdraw({ id, email }: InvitationRow) {
  confirmOp({ op: { type: 'invitation.withdraw', invitation: id }, title: t('invitation-withdraw-title', { email }), confirm: t('invitation-withdraw'), danger: true })
}
