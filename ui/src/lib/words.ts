// Codes as people read them: roles, areas, permissions, refusals, events. One place that knows how a
// code becomes a Fluent key and how the facts beside it become words.
import type { Able, ActivityRow, DeskError, Fact, JsonValue, Notice, PermissionBecause, Told } from './bindings'
import { day, exact, list } from './formats'
import { has, t, type Facts } from './i18n.svelte'

export const keyOf = (code: string) => code.replace(/[._]/g, '-')

/** `role-owner` and the like; a code without a message is shown as it is, never hidden. */
function named(kind: string, code: string): string {
  const key = `${kind}-${keyOf(code)}`
  return has(key) ? t(key) : code
}

export const roleName = (code: string) => named('role', code)
export const areaName = (code: string) => named('area', code)
export const levelName = (code: string) => named('level', code)
export const permissionName = (code: string) => named('permission', code)
export const permissionAbout = (code: string) => named('permission', `${code}-about`)
export const sectionName = (code: string) => named('section', code)
export const planName = (code: string) => named('plan', code)
export const statusName = (code: string) => named('status', code)
export const deliveryName = (code: string) => named('delivery', code)
/** Why a mail did not arrive. Some codes end in what the mail server answered, which is a fact in the sentence. */
export function deliveryReason(code: string): string {
  const [, kind = code, number] = /^(deferred|rejected)_(\d{3})$/.exec(code) ?? []
  const key = `delivery-reason-${keyOf(kind)}`
  return has(key) ? t(key, number ? { number: Number(number) } : {}) : t('delivery-reason-unknown', { reason: code })
}
export const reasonName = (code: string) => named('reason', code)
export const limitName = (code: string) => named('limit', code)
export const boundName = (code: string) => named('bound', code)
export const roleBestFor = (code: string) => named('role', `${code}-best-for`)
export const roleAbout = (code: string) => named('role', `${code}-about`)
export const planAbout = (code: string) => named('plan', `${code}-about`)

const KINDS: [RegExp, (code: string) => string][] = [
  [/^(.+_)?role(_.+)?$/, roleName],
  [/^area$/, areaName],
  [/^(permission|permissions)$/, permissionName],
  [/^(.+_)?plan(_.+)?$/, planName],
  [/^(.+_)?status$/, statusName],
  [/^delivery$/, deliveryName],
  [/^reason$/, deliveryReason],
]

/** Which words `from` and `to` are, by the act that carries them. */
function kindOf(name: string, type: string): ((code: string) => string) | undefined {
  if (name === 'from' || name === 'to') {
    if (type.endsWith('role_changed') || type.endsWith('change_role')) return roleName
    if (type.startsWith('plan.')) return planName
    return undefined
  }
  return KINDS.find(([pattern]) => pattern.test(name))?.[1]
}

/** The `from` or `to` of an act, or what is there now, as the act's own kind of word. */
export function labelOf(type: string, value: JsonValue): string {
  if (typeof value !== 'string') return nameOf(value)
  return (kindOf('to', type) ?? plain)(value)
}

/** A value of which only the code is told: the label of whatever it is a code of. */
function anyLabel(code: string): string {
  const kind = ['role', 'plan', 'status'].find((one) => has(`${one}-${keyOf(code)}`))
  return kind ? named(kind, code) : plain(code)
}

/**
 * Facts as message arguments. Codes become labels (and stay, as `role_code`, for messages that choose
 * by them), lists become sentences, times become times; `unlimited` is a word of its own.
 */
export function facts(values: Record<string, JsonValue | undefined>, type = ''): Facts {
  const words: Facts = {}
  for (const [name, value] of Object.entries(values)) {
    const word = kindOf(name, type) ?? (name === 'expected' || name === 'present' ? anyLabel : undefined)
    if (typeof value === 'number') words[name] = value
    else if (typeof value === 'boolean') words[name] = String(value)
    else if (Array.isArray(value)) {
      words[name] = list(value.map((one) => (word ? word(String(one)) : nameOf(one))))
      words[`${name}_count`] = value.length
      if (name === 'permissions') words.count = value.length
    } else if (typeof value === 'string') {
      words[`${name}_code`] = value
      words[name] = word ? word(value) : plain(value)
    } else if (value !== null && typeof value === 'object') words[name] = nameOf(value)
  }
  return words
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

function plain(value: string): string {
  if (value === 'unlimited') return t('unlimited')
  return TIME.test(value) ? exact(value) : value
}

function nameOf(value: JsonValue | undefined): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return String(value.name ?? value.email ?? value.id ?? '')
  return String(value ?? '')
}

function told(kind: string, code: string, values: Record<string, JsonValue | undefined>): string {
  const key = `${kind}-${keyOf(code)}`
  return has(key) ? t(key, facts(values, code)) : t(`${kind}-unknown`, { code })
}

/** Why something is turned down, in a sentence; where it is a right that is missing, who has it. */
export function refusalText({ code, with: values, able }: Told): string {
  const key = `lacking-${keyOf(code)}`
  if (!able || !has(key)) return told('refusal', code, values)
  return `${t(key, facts(values, code))} ${ableText(able)}`
}

function ableText({ names, more }: Able): string {
  if (!names.length) return t('able-nobody')
  const said = names.map(({ name, role }) => t('name-and-role', { name, role: roleName(role) }))
  return more ? t('able-more', { names: said.join(', '), count: more }) : t('able', { names: list(said) })
}

/** Since when, and by whom, as far as the records of this computer go. */
export function sinceText({ at, by, by_me, invited }: Fact): string {
  if (!at) return t('since-before')
  const known = { date: day(at), who: by ?? '' }
  if (invited) return by_me ? t('since-invited-by-you', known) : by ? t('since-invited-by', known) : t('since-invited', known)
  return by_me ? t('since-at-by-you', known) : by ? t('since-at-by', known) : t('since-at', known)
}

/** Why a permission is held, or is not. */
export const reasonText = (reason: PermissionBecause, groups: string[]) =>
  t(`reason-${keyOf(reason)}`, { groups: list(groups), groups_count: groups.length })

export const noticeText = (notice: Notice) => told('notice', notice.code, notice.with)
export const warningText = (warning: Told) => told('warning', warning.code, warning.with)

/** One entry of the activity as a sentence, with "you" for one's own. */
export function eventText(row: ActivityRow): string {
  const actor = row.by_me ? t('actor-you') : (row.by ?? t('actor-unknown'))
  return told('event', row.type, { who: t('somebody'), group: t('some-group'), reason: 'none', ...present(row.with), actor })
}

/** Names that were erased come as null: then the message's own word for "somebody" stands. */
function present(values: Record<string, JsonValue>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

export const opText = (type: string, values: Record<string, JsonValue>) =>
  told('op', type, { who: t('somebody'), group: t('some-group'), ...present(values) })

export function errorText(error: DeskError): string {
  const key = `error-${keyOf(error.code)}`
  if (has(key)) return t(key, { ...facts(error.with), message: error.message })
  // A refusal can come as an error's code too (sign-in and stores speak the cloud's codes).
  if (has(`refusal-${keyOf(error.code)}`)) return refusalText(error)
  return t('error-unknown', { code: error.code, message: error.message })
}
