// No key is missing and none is idle: every message that the window names is in every language, every
// code has its words, and every message is named somewhere or belongs to a family of codes.
import { FluentBundle, FluentResource } from '@fluent/bundle'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AREAS, PERMISSIONS, ROLES, SECTIONS } from './dev/tables'
import { ELSEWHERE, closure, messages, namedIn, split } from '../words'
import { keyOf } from './lib/words'

const languages = readdirSync('../locales').map((file) => file.replace('.ftl', ''))
const text = (language: string) => readFileSync(`../locales/${language}.ftl`, 'utf8')
const keys = (language: string) => new Set(new FluentResource(text(language)).body.map((message) => message.id))
const english = keys('en')

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'dev' ? [] : sources(path)
    return /\.(svelte|ts)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name) ? [path] : []
  })
}
const code = sources('src').map((path) => ({ path, text: readFileSync(path, 'utf8') }))

/** Messages are written `key = …` at the start of a line: what is there but was not read is broken. */
const written = (language: string) => [...text(language).matchAll(/^([a-z][\w-]*) *=/gm)].map(([, key]) => key!)
/** The arguments a message takes, selectors' own included. */
const takes = (language: string) => {
  const parts = text(language).split(/^(?=[a-z][\w-]* *=)/m)
  return Object.fromEntries(parts.map((part) => [part.split(/[ =]/)[0]!, [...new Set([...part.replace(/^#.*$/gm, '').matchAll(/\$(\w+)/g)].map(([, name]) => name!.replace(/_(code|count)$/, '')))].sort()]))
}

const OPS = ['group.create', 'group.rename', 'group.delete', 'group.grant', 'group.revoke', 'member.change_role', 'member.add_to_group', 'member.remove_from_group', 'member.suspend', 'member.restore', 'member.remove', 'invitation.send', 'invitation.resend', 'invitation.withdraw', 'invitation.change_role', 'invitation.add_to_group', 'invitation.remove_from_group', 'store.rename', 'plan.change', 'store.set_offline_lease']
const EVENTS = ['store.created', 'store.renamed', 'store.offline_lease_set', 'plan.changed', 'plan.forced', 'group.created', 'group.renamed', 'group.granted', 'group.revoked', 'group.deleted', 'member.role_changed', 'member.added_to_group', 'member.removed_from_group', 'member.suspended', 'member.restored', 'member.removed', 'invitation.sent', 'invitation.resent', 'invitation.withdrawn', 'invitation.role_changed', 'invitation.added_to_group', 'invitation.removed_from_group', 'invitation.accepted', 'invitation.delivery_noted']
const REFUSALS = ['unknown_op', 'not_a_member', 'suspended', 'area_required', 'unknown_permission', 'unknown_role', 'unknown_plan', 'invalid_email', 'invalid_name', 'depends_on_refused', 'unknown_member', 'unknown_group', 'unknown_invitation', 'id_in_use', 'own_access', 'owner_protected', 'owner_role_reserved', 'outranked', 'permission_not_held', 'changed_meanwhile', 'invitation_not_pending', 'name_taken', 'already_member', 'already_invited', 'group_in_use', 'inviter_lost_authority', 'plan_too_small', 'over_limit', 'no_free_seat', 'op_id_in_use', 'wrong_account', 'not_synced_yet', 'no_way_back', 'changed_since', 'already_undone', 'undo_too_late', 'undo_reached', 'forecast_changed', 'batch_does_not_fit', 'not_sent_yet', 'maybe_sent', 'still_waiting', 'ask_an_owner']
const FAMILIES: Record<string, string[]> = {
  screen: ['overview', 'team', 'invitations', 'groups', 'roles', 'plan', 'activity', 'waiting', 'my_access', 'settings'],
  role: ROLES.flatMap((role) => [role, `${role}-best-for`, `${role}-about`]),
  area: AREAS.map(([area]) => area),
  level: ['full', 'partial', 'none'],
  limit: ['own_sales', 'stock_reports'],
  bound: ['always', 'by_group', 'never'],
  section: SECTIONS,
  permission: PERMISSIONS.flatMap(([permission]) => [permission, `${permission}-about`]),
  reason: ['by_role', 'by_group', 'cut_by_role', 'no_group', 'implied_view'],
  plan: ['starter', 'team', 'business', 'enterprise'].flatMap((plan) => [plan, `${plan}-about`]),
  status: ['active', 'suspended', 'removed', 'pending', 'accepted', 'expired', 'withdrawn', 'waiting'],
  delivery: ['queued', 'sent', 'undelivered'],
  'delivery-reason': ['unreachable', 'timeout', 'deferred', 'rejected', 'bad_address', 'bad_sender', 'folder', 'none', 'unknown'],
  op: OPS,
  event: EVENTS,
  refusal: REFUSALS,
  warning: ['no_group', 'role_cuts', 'second_mail', 'empty_group', 'over_limit', 'owner_and_admin_only', 'nothing_changes'],
  notice: ['cache_set_aside', 'outbox_salvaged', 'other_machine', 'fork_renumbered', 'cloud_restored', 'closed_removed', 'closed_suspended', 'settings_newer'],
  error: ['offline', 'signed_out', 'outdated', 'removed', 'storage', 'not_open', 'not_saved', 'unsent', 'profile_in_use', 'bad_cloud_address', 'not_our_cloud', 'cloud_broken', 'chain_broken', 'snapshot_loop', 'cloud_unsure', 'lease_ended', 'already_sent', 'keychain', 'not_found', 'unknown_op', 'no_http', 'unauthenticated', 'bad_credentials', 'account_exists', 'weak_password', 'slow_down', 'busy', 'internal', 'malformed', 'too_large', 'list_too_big', 'list_too_long', 'list_binary', 'list_spreadsheet', 'list_no_addresses', 'list_empty', 'list_sending', 'list_does_not_fit', 'wire_unsupported', 'view_team_required', 'sign_in_required', 'newer_link_sent', 'locked', 'bad_password', 'bad_passphrase', 'passphrase_needed', 'weak_passphrase', 'snapshot_gone', 'not_opened', 'written_by_newer', 'update_not_ours', 'update_not_reached', 'update_not_for_here', 'not_updated', 'broken'],
  locked: ['asked', 'idle', 'lease_ended', 'clock_jumped'],
  strength: ['short', 'weak', 'fair', 'good', 'strong'],
}
/**
 * Keys that the window puts together, as `member-${verb}-title`: what stands in a hole has to be a word that the window
 * or the program knows, or the template would vouch for every key that begins like it.
 */
const templates = [...code.map(({ text }) => text).join('\n').matchAll(/`([a-z][\w-]*-(?:\$\{[^{}]*\}[\w-]*)+)`/g)]
  .map(([, template]) => template!)
  .filter((template) => !FAMILIES[template.split('${')[0]!.slice(0, -1)])
  .map((template) => new RegExp(`^${template.split(/\$\{[^{}]*\}/).join('(.+)')}$`))
const literals = new Set(code.flatMap(({ text }) => [...text.matchAll(/['"]([a-z][\w.-]*)['"]/g)].map(([, one]) => keyOf(one!))))
const fromTemplate = (key: string) => templates.some((template) => template.exec(key)?.slice(1).every((hole) => literals.has(hole) || known.has(hole) || /^\d+$/.test(hole)))
/** Every code that the program itself knows: what it says, the window needs words for. */
const known = new Set(
  readdirSync('../crates', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.rs'))
    .flatMap((path) => [...readFileSync(join('../crates', path), 'utf8').matchAll(/"([a-z][a-z_.]*)"/g)].map(([, one]) => keyOf(one!))),
)
/** What the window speaks first, by the words' own plugin. */
const isFirst = namedIn(closure(['src/main.ts']))
const codeOf = (key: string) => key.slice(key.indexOf('-') + 1)

describe('locales', () => {
  it.each(languages)('%s has every key of English and no other, each once and each readable', (language) => {
    expect([...keys(language)].sort()).toEqual([...english].sort())
    expect(written(language).sort()).toEqual([...keys(language)].sort())
    expect(new FluentBundle(language).addResource(new FluentResource(text(language)))).toEqual([])
  })
  it.each(languages)('%s tells the same facts as English', (language) => {
    const [here, there] = [takes(language), takes('en')]
    // A language may do without a number that English needs for its plural, never with one it is not given.
    const unknown = [...keys(language)].flatMap((key) => here[key]!.filter((name) => !there[key]!.includes(name)).map((name) => `${key}: ${name}`))
    expect(unknown).toEqual([])
  })
  it('hold every key that the window names', () => {
    // Named at once, or as either end of a choice: `t(fresh ? 'sign-up' : 'sign-in')`.
    const named = (text: string) => [...text.matchAll(/\bt\(([^`,\n)]*)/g)].flatMap(([, first]) => [...first!.matchAll(/(?:^\s*|[?:]\s*)'([a-z][\w-]*)'/g)].map(([, key]) => key!))
    expect(named("t(fresh ? 'sign-up' : one === 'x' ? 'a-b' : 'sign-in', {}) t('c')")).toEqual(['sign-up', 'a-b', 'sign-in', 'c'])
    const missing = code.flatMap(({ path, text }) => named(text).filter((key) => !english.has(key)).map((key) => `${path}: ${key}`))
    expect(missing).toEqual([])
  })
  it.each(Object.entries(FAMILIES))('have words for every %s', (family, codes) => {
    expect(codes.map((one) => `${family}-${keyOf(one)}`).filter((key) => !english.has(key))).toEqual([])
  })
  it('see through templates: what no word of the window completes is not named by them', () => {
    expect(fromTemplate('member-suspend-title')).toBe(true)
    expect(fromTemplate('member-teleport-title')).toBe(false)
  })
  it('hold no message that nothing names', () => {
    const named = new Set(code.flatMap(({ text }) => [...text.matchAll(/'([a-z][\w]*(?:-[\w]+)+|[a-z]+)'/g)].map(([, key]) => key!)))
    const listed = new Set(Object.entries(FAMILIES).flatMap(([family, codes]) => [...codes.map((one) => `${family}-${keyOf(one)}`), `${family}-unknown`]))
    const idle = [...english].filter((key) => !named.has(key) && !listed.has(key) && !(key.split('-')[0]! in FAMILIES && known.has(codeOf(key))) && !ELSEWHERE.test(key) && !fromTemplate(key))
    expect(idle).toEqual([])
  })
  it('are split without one being lost: the first picture\'s, and the rest', () => {
    for (const language of languages) {
      const { first, rest } = split(text(language), isFirst)
      const of = (part: string) => messages(part).map(({ key }) => key)
      expect([...of(first), ...of(rest)].sort()).toEqual([...keys(language)].filter((key) => !ELSEWHERE.test(key)).sort())
      expect(new FluentBundle(language).addResource(new FluentResource(first + rest))).toEqual([])
    }
    expect([isFirst('screen-team'), isFirst('role-owner'), isFirst('skip-to-content'), isFirst('refusal-outranked'), isFirst('rehearsal-title')]).toEqual([true, true, true, false, false])
  })
})
