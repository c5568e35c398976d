// What would become of a row, in words: a short name, and the reason in as few words as a row has room for.
import type { InviteManyRow, InviteVerdict } from '../../lib/bindings'
import { has, t } from '../../lib/i18n.svelte'
import { facts, keyOf, refusalText } from '../../lib/words'

export const verdictName = (verdict: InviteVerdict) => t(`invite-verdict-${keyOf(verdict)}`)

export const KINDS: Record<InviteVerdict, 'plain' | 'good' | 'warn' | 'bad'> = {
  ready: 'good',
  sent: 'good',
  waiting: 'warn',
  no_seat: 'warn',
  duplicate: 'plain',
  member: 'plain',
  invited: 'plain',
  skipped: 'plain',
  invalid: 'bad',
  may_not: 'bad',
  refused: 'bad',
}

/** Why, briefly where there are words for that; nothing where it is as it should be. */
export function whyText({ why }: InviteManyRow): string {
  if (!why) return ''
  const key = `invite-why-${keyOf(why.code)}`
  return has(key) ? t(key, facts(why.with)) : refusalText(why)
}
