// Words, formats, views: what every screen leans on.
import { render } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { program, signedIn } from '../dev/test'
import Probe from '../dev/Probe.svelte'
import type { Ask, FrameView } from './bindings'
import { asError } from './api'
import { list, number, relative } from './formats'
import { setLanguage, t } from './i18n.svelte'
import { keepingSame } from './view.svelte'
import { deliveryReason, errorText, eventText, facts, noticeText, refusalText, roleName } from './words'

beforeEach(async () => setLanguage('en'))

describe('words', () => {
  it('switch while the window is open', async () => {
    expect(roleName('owner')).toBe('Owner')
    await setLanguage('id')
    expect(roleName('owner')).toBe('Pemilik')
    expect(document.documentElement.lang).toBe('id')
  })
  it('an unknown key shows itself, an unknown code too', () => {
    expect(t('no-such-key')).toBe('no-such-key')
    expect(roleName('janitor')).toBe('janitor')
  })
  it('no message needs another: each is read by itself', () => {
    const texts = Object.values(import.meta.glob<string>('../../../locales/*.ftl', { query: '?raw', import: 'default', eager: true }))
    expect(texts).toHaveLength(2)
    for (const text of texts) expect(text.match(/\{\s*-?[a-z][\w-]*\s*[}.(]/g)).toBeNull()
  })
  it('plurals follow the language', () => {
    expect(t('team-all', { count: 1 })).toBe('1 person')
    expect(t('team-all', { count: 2 })).toBe('2 people')
  })
  it('a refusal is a sentence with its facts as words', () => {
    expect(refusalText({ code: 'outranked', with: { actor_role: 'manager', target_role: 'inventory_handler' } })).toContain('does not rank above Inventory handler')
    expect(refusalText({ code: 'no_free_seat', with: { used: 5, limit: 5 } })).toContain('All 5 seats')
  })
  it('a clock that is off is told in the largest unit that fits', () => {
    const off = (minutes: number) => noticeText({ code: 'clock_off', with: { minutes, hours: Math.trunc(minutes / 60), days: Math.trunc(minutes / 1_440) } }).split('. ')[0]
    expect([12, 75, 190, 1_500, 383_806].map(off)).toEqual(['12 minutes', 'an hour', '3 hours', 'a day', '266 days'].map((one) => `This computer’s clock differs from the cloud’s by ${one}`))
  })
  it('a refusal from a later version is told with its code', () => {
    expect(refusalText({ code: 'moon_phase', with: {} })).toContain('moon_phase')
  })
  it('codes become labels and stay at hand, lists are counted, unlimited is a word', () => {
    const said = facts({ role: 'seller', permissions: ['price.view', 'price.update'], limit: 'unlimited' })
    expect(said).toMatchObject({ role: 'Seller', role_code: 'seller', count: 2, permissions_count: 2 })
    expect(said.limit).toBe(t('unlimited'))
  })
  it('an entry says "you" for my own and survives an erased name', () => {
    const row = { seq: 1, at: '2026-01-01T00:00:00Z', made_at: null, by: 'Dewi', by_me: true, device: null, type: 'member.suspended', with: { who: null }, refused: null }
    expect(eventText(row)).toBe('You suspended somebody.')
    expect(eventText({ ...row, by: null, by_me: false, with: { who: 'Ayu' } })).toContain('suspended Ayu')
  })
  it('a right-to-left name cannot turn the sentence around it', () => {
    expect(t('member-suspend-title', { who: 'عائشة' })).toBe('Suspend \u2068عائشة\u2069?')
  })
  it('a mail that did not arrive tells why, with the mail server’s number where it gave one', () => {
    expect(deliveryReason('unreachable')).toBe('mail server not reachable')
    expect(deliveryReason('rejected_550')).toContain('no such mailbox (550)')
    expect(deliveryReason('rejected_571')).toContain('refused (571)')
    expect(deliveryReason('deferred_451')).toContain('(451)')
    expect(deliveryReason('eaten_by_a_goat')).toBe('reason: eaten_by_a_goat')
  })
  it('whatever is thrown becomes an error with words', () => {
    expect(errorText(asError(new Error('boom')))).toBeTruthy()
    expect(asError({ code: 'offline' })).toEqual({ code: 'offline', with: {}, message: '' })
  })
})

describe('formats', () => {
  it('times are told from now, in the largest unit that fits', () => {
    const from = (seconds: number) => relative(new Date(Date.now() + seconds * 1000).toISOString())
    expect(from(-5)).toBe('now')
    expect(from(-185)).toBe('3 minutes ago')
    expect(from(6 * 86_400 + 60)).toBe('in 6 days')
  })
  it('numbers and lists follow the language', async () => {
    expect(number(100_000)).toBe('100,000')
    expect(list(['a', 'b', 'c'])).toBe('a, b, and c')
    await setLanguage('id')
    expect(number(100_000)).toBe('100.000')
    expect(list(['a', 'b'])).toBe('a dan b')
  })
})

describe('useView', () => {
  const frame = (name: string): FrameView => ({ store: { id: 's1', name }, me: { member: null, name: '', role: 'owner', email: '' }, badge: { state: 'up_to_date', as_of: null, waiting: 0, refused: 0, problem: null }, screens: [], waiting: 0, refused: 0, invitations_pending: 0, progress: null, lease: { days: 30, ends_at: null, may_set: null }, left_at: null })
  const settle = () => new Promise((done) => setTimeout(done)).then(() => flushSync())

  /** The program's answers, given one by one as the test likes. */
  function slowly(view: (asked: Ask, told: string) => unknown) {
    const asked: Ask[] = []
    const replies: ((told: string) => Promise<void>)[] = []
    const heard = program({
      ask: ({ ask }) =>
        new Promise((reply) => {
          asked.push(ask as Ask)
          replies.push((told) => (reply({ generation: 0, view: view(ask as Ask, told) }), settle()))
        }),
    })
    return { ...heard, asked, replies }
  }
  const team = (_: Ask, told: string) => ({ view: 'team', rows: [{ name: told }] })

  it('asks one question at a time, and once more for all that changed meanwhile', async () => {
    await signedIn()
    const { changed, replies } = slowly((_, told) => ({ view: 'frame', ...frame(told) }))
    const { container } = render(Probe)
    changed()
    changed()
    expect(replies).toHaveLength(1)
    await replies[0]!('first')
    expect(container.textContent).toBe('first')
    expect(replies).toHaveLength(2)
    await replies[1]!('second')
    expect(container.textContent).toBe('second')
    expect(replies).toHaveLength(2)
  })
  it('shows rows that are on their way while others of the same list are wanted', async () => {
    await signedIn()
    const { asked, replies } = slowly(team)
    const { container, rerender } = render(Probe, { search: '' })
    for (const from of [20, 40, 60]) await rerender({ search: '', from })
    expect(asked).toHaveLength(1)
    await replies[0]!('here')
    expect(container.textContent).toBe('here')
    expect(asked).toHaveLength(2)
    expect(asked[1]).toMatchObject({ from: 60 })
  })
  it('drops an answer to another question than the one that waits', async () => {
    await signedIn()
    const { asked, replies } = slowly(team)
    const { container, rerender } = render(Probe, { search: 'a' })
    await rerender({ search: 'an' })
    await replies[0]!('older')
    expect(container.textContent).toBe('')
    expect(asked[1]).toMatchObject({ search: 'an' })
    await replies[1]!('newer')
    expect(container.textContent).toBe('newer')
  })
  it('hands on the parts of an answer that say what they said before', () => {
    const before = { roles: [{ role: 'owner', count: 1 }], groups: [{ id: 'a' }], rows: [1], may: null, total: 1 }
    const now = { roles: [{ role: 'owner', count: 1 }], groups: [{ id: 'b' }], rows: [1, 2], may: null, total: 2 }
    const kept = keepingSame(before, structuredClone(now))
    expect(kept).toEqual(now)
    expect(kept.roles).toBe(before.roles)
    expect([kept.groups === before.groups, kept.rows === before.rows]).toEqual([false, false])
    expect(keepingSame(null, now)).toBe(now)
  })
  it('keeps what it shows when a question fails, and says why', async () => {
    await signedIn()
    let fail = false
    const { changed } = program({
      ask: () => {
        if (fail) throw { code: 'storage', with: {}, message: '' }
        return { generation: 0, view: { view: 'frame', ...frame('kept') } }
      },
    })
    const { container } = render(Probe)
    await settle()
    fail = true
    changed()
    await settle()
    expect(container.textContent).toBe('keptstorage')
  })
})
