// What is only looked at: meters, tags, marks, bars, toasts, the badge.
import { fireEvent, render, screen } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import { program, SEATS, signedIn, words } from '../dev/test'
import { dismiss, toast, toasts } from '../lib/toasts.svelte'
import { setLanguage, t } from '../lib/i18n.svelte'
import { acts, sayOutcome } from '../lib/perform.svelte'
import Address from './Address.svelte'
import AccessCells from './AccessCells.svelte'
import Bar from './Bar.svelte'
import source from './Bar.svelte?raw'
import EmptyState from './EmptyState.svelte'
import Forecast from './Forecast.svelte'
import Mark from './Mark.svelte'
import PermissionReasons from './PermissionReasons.svelte'
import Problem from './Problem.svelte'
import RoleTag from './RoleTag.svelte'
import SeatMeter from './SeatMeter.svelte'
import Skeleton from './Skeleton.svelte'
import StatusTag from './StatusTag.svelte'
import SyncBadge from './SyncBadge.svelte'
import Toasts from './Toasts.svelte'

describe('SeatMeter', () => {
  it('tells used, limit, and by whom', () => {
    render(SeatMeter, { seats: SEATS })
    expect(screen.getByRole('img', { name: '4 of 5 seats used' })).toBeTruthy()
    expect(screen.getByText('3 active')).toBeTruthy()
    expect(screen.getByText('1 free')).toBeTruthy()
  })
  it('never shows what waits offline as used', () => {
    render(SeatMeter, { seats: { ...SEATS, waiting: 1 } })
    expect(screen.getByText('+1 waiting to sync')).toBeTruthy()
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe('4 of 5 seats used')
  })
  it('without a limit there is nothing free to count', () => {
    render(SeatMeter, { seats: { ...SEATS, limit: 'unlimited', free: null } })
    expect(screen.getByRole('img', { name: '4 seats used, no limit' })).toBeTruthy()
    expect(screen.queryByText(/free/)).toBeNull()
  })
  it('says what each kind is where it is told at length', () => {
    render(SeatMeter, { seats: SEATS, told: true })
    expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toEqual(['3 activeat work in the store', '1 invitedkept until they answer', '1 freefor whoever you invite next'])
  })
  it('says that nobody more can come when all are taken', () => {
    render(SeatMeter, { seats: { ...SEATS, free: 0 }, told: true })
    expect(screen.getByText('nobody more can be invited')).toBeTruthy()
  })
  it('over the limit it is marked', () => {
    const { container } = render(SeatMeter, { seats: { ...SEATS, used: 7, active: 6, free: 0 } })
    expect(container.querySelector('.over')).toBeTruthy()
  })
})

describe('Forecast', () => {
  it('counts what waits before what is asked now', () => {
    render(Forecast, { seats: { ...SEATS, free: 3, waiting: 1 }, adding: 1 })
    expect(screen.getByText('Free after this').nextElementSibling?.textContent).toBe('1')
  })
  it('says when there is no seat for it', () => {
    render(Forecast, { seats: { ...SEATS, free: 0 }, adding: 1 })
    expect(screen.getByText(/no free seat for this invitation/)).toBeTruthy()
  })
})

describe('tags', () => {
  it('name roles, standings and marks in words', () => {
    render(RoleTag, { role: 'inventory_handler' })
    render(StatusTag, { status: 'suspended' })
    render(Mark, { mark: 'waiting' })
    render(Mark, { mark: 'refused' })
    for (const word of ['Inventory handler', 'Suspended', 'Waiting to sync', 'Refused']) expect(screen.getByText(word)).toBeTruthy()
  })
  it('an unknown standing is shown as it is', () => {
    render(StatusTag, { status: 'frozen' })
    expect(screen.getByText('frozen')).toBeTruthy()
  })
  it('no mark draws nothing', () => {
    expect(render(Mark, { mark: null }).container.textContent).toBe('')
  })
})

describe('Address', () => {
  it.each([
    ['dewi@toko.id', 'dewi'],
    ['"a@b"@toko.id', '"a@b"'],
    [`${'gudang.'.repeat(9)}x@cabang.toko-lestari.co.id`, `${'gudang.'.repeat(9)}x`],
    ['دوي@toko.id', 'دوي'],
  ])('is whole, apart from the words around it, and breaks before its last sign: %s', (email, before) => {
    const { container } = render(Address, { email })
    const [whole] = container.getElementsByTagName('bdi')
    expect(whole!.textContent).toBe(email)
    expect([...whole!.childNodes].filter((one) => one.textContent || one.nodeName === 'WBR').map((one) => one.nodeName === 'WBR' ? '|' : one.textContent)).toEqual([before, '|', email.slice(before.length)])
  })
})

describe('access', () => {
  it('a partial cell says what it is limited to', () => {
    render(AccessCells, { role: 'seller', cells: [{ area: 'view_reports', level: 'partial', limit: 'own_sales', because: 'role' }] })
    expect(screen.getByText('Own sales only')).toBeTruthy()
  })
  it('every permission says why it is held or not', () => {
    const one = { section: 'product', limit: null, sensitive: false, ways: [] } as { section: 'product'; limit: null; sensitive: boolean; ways: [] }
    render(PermissionReasons, {
      role: 'seller',
      permissions: [
        { ...one, permission: 'product.view', allowed: true, reason: 'by_group', groups: [{ id: 'g', name: 'Order desk' }] },
        { ...one, permission: 'product.scan', allowed: false, reason: 'cut_by_role', groups: [{ id: 'g', name: 'Order desk' }] },
        { ...one, permission: 'product.upload', allowed: false, reason: 'no_group', groups: [] },
      ],
    })
    expect(screen.getByText(/Granted by Order desk/)).toBeTruthy()
    expect(screen.getByText(/No group grants it/)).toBeTruthy()
    expect(screen.getAllByText('Not allowed:')).toHaveLength(2)
  })
})

describe('states of a screen', () => {
  it('a bar that warns is announced, one that informs is not', () => {
    render(Bar, { kind: 'warn', text: 'Careful' })
    expect(screen.getByRole('alert').textContent).toContain('Careful')
    render(Bar, { text: 'By the way' })
    expect(screen.getByRole('note').textContent).toContain('By the way')
  })
  it('a word of a command line stands apart, to be kept in one piece, and nothing of the sentence is lost', () => {
    for (const [text, words] of [['Start it once with --new-profile.', ['--new-profile']], ['--offline or --store', ['--offline', '--store']], ['Now – or never', []]] as const) {
      const { unmount } = render(Bar, { text })
      expect(screen.getByRole('note').textContent?.trim()).toBe(text)
      expect([...screen.getByRole('note').querySelectorAll('code')].map((one) => one.textContent)).toEqual(words)
      unmount()
    }
    expect(source).toMatch(/code \{\s*white-space: nowrap/)
  })
  it('a paragraph is no column of words beside what to do about it', () => {
    for (const [text, long] of [['Careful', false], ['Careful. '.repeat(20), true]] as const) {
      const { unmount } = render(Bar, { kind: 'warn', text })
      expect(screen.getByRole('alert').classList.contains('long')).toBe(long)
      unmount()
    }
  })
  it('a problem says what broke and offers to try again', async () => {
    const again = vi.fn()
    render(Problem, { error: { code: 'offline', with: {}, message: '' }, again })
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(again).toHaveBeenCalledOnce()
  })
  it('an error without words of its own keeps its message', () => {
    render(Problem, { error: { code: 'strange', with: {}, message: 'disk on fire' } })
    expect(screen.getByRole('alert').textContent).toContain('disk on fire')
  })
  it('empty says what is missing and what next', () => {
    render(EmptyState, { title: 'No groups yet', text: 'Make one', children: words('Go') })
    expect(screen.getByRole('heading').textContent).toBe('No groups yet')
  })
  it('loading is said to the ear and drawn as lines', () => {
    const { container } = render(Skeleton, { rows: 3 })
    expect(screen.getByRole('status').textContent).toContain('Loading')
    expect(container.querySelectorAll('.line')).toHaveLength(3)
  })
})

describe('Toasts', () => {
  it('announces politely, takes no focus, and can be put away', async () => {
    render(Toasts)
    toast(() => 'Saved')
    expect(await screen.findByText('Saved')).toBeTruthy()
    expect(screen.getByRole('status').getAttribute('aria-live')).toBe('polite')
    expect(document.activeElement).toBe(document.body)
    await fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByText('Saved')).toBeNull()
  })
  it('speaks the language of the moment, whenever it was said', async () => {
    render(Toasts)
    toast(() => t('done-nothing'))
    expect(await screen.findByText('Nothing to do: it is already so.')).toBeTruthy()
    await setLanguage('id')
    expect(await screen.findByText(/Tidak ada yang perlu diubah/)).toBeTruthy()
    await setLanguage('en')
    toasts.all.forEach((one) => dismiss(one.id))
  })
  it('says "kept" as soon as it is known that the cloud is away', async () => {
    render(Toasts)
    acts.offline = false
    sayOutcome({ id: 'o1', queued: true, nothing_to_do: false, refusal: null, can_ask_anyway: false, undo: false })
    expect(await screen.findByText(/on its way to the cloud/)).toBeTruthy()
    acts.offline = true
    expect(await screen.findByText(/goes to the cloud when you are online/)).toBeTruthy()
    await signedIn({ ended: true })
    expect(await screen.findByText(/goes to the cloud once you sign in again/)).toBeTruthy()
    await signedIn()
    acts.offline = false
    toasts.all.forEach((one) => dismiss(one.id))
  })
  it('keeps at most three', () => {
    for (const text of ['a', 'b', 'c', 'd']) toast(() => text)
    expect(toasts.all.map((one) => one.words())).toEqual(['b', 'c', 'd'])
    toasts.all.forEach((one) => dismiss(one.id))
  })
})

describe('SyncBadge', () => {
  const badge = { as_of: null, waiting: 0, refused: 0, problem: null }
  it('tells state and numbers', () => {
    const { container } = render(SyncBadge, { badge: { ...badge, state: 'offline', waiting: 2 } })
    expect(container.querySelector('[data-testid=badge]')?.getAttribute('data-state')).toBe('offline')
    expect(screen.getByRole('status').textContent).toContain('2 waiting')
    // When that was moves with the clock: it is there to be read, not announced again and again.
    expect(screen.getByRole('status').textContent).not.toContain('not synced yet')
    expect(container.textContent).toContain('not synced yet')
  })
  it('syncs when asked to', async () => {
    await signedIn()
    const { asked } = program({})
    render(SyncBadge, { badge: { ...badge, state: 'waiting', waiting: 1 } })
    await fireEvent.click(screen.getByRole('button', { name: 'Sync now' }))
    expect(asked).toEqual([{ command: 'sync_now', args: { store: 's1' } }])
  })
})
