// The house before its store is there: how far the first sync is, and no empty rooms.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte'
import { beforeEach, expect, it } from 'vitest'
import { answersB } from '../dev/fixture-b'
import { program, SIGNED_IN, signedIn } from '../dev/test'
import type { Ask, FrameView, Screen } from '../lib/bindings'
import { go, nav } from '../lib/nav.svelte'
import { session } from '../lib/session.svelte'
import { toast, toasts } from '../lib/toasts.svelte'
import House from './House.svelte'
import StoreSwitcher from './StoreSwitcher.svelte'

const SCREENS: Screen[] = ['overview', 'team', 'invitations', 'groups', 'roles', 'plan', 'activity', 'waiting', 'my_access', 'settings']
const NOT_YET = { code: 'not_synced_yet', with: {} }
const frame = (change: Partial<FrameView>): FrameView => ({
  store: { id: 's1', name: 'Toko Lestari' },
  me: { member: null, name: 'Dewi', role: 'viewer', email: 'dewi@toko.id' },
  badge: { state: 'syncing', as_of: null, waiting: 0, refused: 0, problem: null },
  screens: SCREENS.map((one) => ({ screen: one, may: one === 'my_access' || one === 'settings' ? null : NOT_YET })),
  waiting: 0,
  refused: 0,
  invitations_pending: 0,
  progress: null,
  lease: { days: 30, ends_at: null, may_set: NOT_YET },
  left_at: null,
  ...change,
})

function shop(first: Partial<FrameView>) {
  const told = { frame: frame(first) }
  const overview = { view: 'overview', seats: { active: 1, pending: 0, used: 1, limit: 5, free: 4, waiting: 0, as_of: null }, plan: 'team', over_limit: false, by_role: [], waiting: 0, refused: [], activity: [], groups: 0, members: 1, may_invite: null, may_make_group: null, guide: null, next_steps: [] }
  const view = (ask: Ask) => (ask.view === 'frame' ? { view: 'frame', ...told.frame } : ask.view === 'my_access' ? answersB.my_access!(ask, '') : overview)
  const opened = program({ ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: view(ask as Ask) }), session: () => ({ ...SIGNED_IN, ended: true }) })
  render(House)
  return { ...opened, told }
}

beforeEach(async () => {
  go('overview')
  await signedIn()
})

it('says how far the first sync is, and goes to the screen that was wanted once it is done', async () => {
  const { told, changed } = shop({ progress: { rows: 4_210, total: 10_000 } })
  expect((await screen.findByTestId('first-sync')).textContent).toContain('4,210 of 10,000')
  expect(nav.screen).toBe('overview')
  expect(screen.queryByTestId('problem')).toBeNull()
  // The list of stores knows her role before the store does.
  expect(screen.getByTestId('store-switch').textContent).toContain('Owner')
  told.frame = frame({ badge: { state: 'up_to_date', as_of: '2026-11-22T01:00:00Z', waiting: 0, refused: 0, problem: null }, screens: SCREENS.map((one) => ({ screen: one, may: null })) })
  changed()
  await waitFor(() => expect(screen.queryByTestId('first-sync')).toBeNull())
  expect(await screen.findByRole('heading', { level: 1, name: 'Overview' })).toBeTruthy()
})

it('takes what was said in the corner along when it goes: it is nothing to the next store', async () => {
  shop({})
  await screen.findByTestId('store-switch')
  toast(() => 'Saved in this one', 'problem')
  expect(toasts.all).toHaveLength(1)
  cleanup()
  expect(toasts.all).toHaveLength(0)
})

it('without the cloud it says that nothing was fetched yet, and tries again when asked', async () => {
  const { asked } = shop({ badge: { state: 'offline', as_of: null, waiting: 0, refused: 0, problem: null } })
  const again = await screen.findByTestId('first-sync-again')
  again.click()
  await waitFor(() => expect(asked.some(({ command }) => command === 'sync_now')).toBe(true))
  expect(nav.screen).toBe('overview')
})

it('asks how the sign-in stands as soon as the store cannot go on without it', async () => {
  const { asked } = shop({ badge: { state: 'needs_attention', as_of: '2026-11-22T01:00:00Z', waiting: 0, refused: 0, problem: { code: 'signed_out', with: {}, message: '' } }, screens: SCREENS.map((one) => ({ screen: one, may: null })) })
  await waitFor(() => expect(asked.filter(({ command }) => command === 'session')).toHaveLength(1))
})

it('a screen that is closed for another reason gives way to one that is hers', async () => {
  const closed = { code: 'area_required', with: { area: 'view_team' } }
  shop({ badge: { state: 'up_to_date', as_of: '2026-11-22T01:00:00Z', waiting: 0, refused: 0, problem: null }, screens: SCREENS.map((one) => ({ screen: one, may: one === 'settings' || one === 'my_access' ? null : closed })) })
  await waitFor(() => expect(nav.screen).toBe('my_access'))
})

it('lists the stores with a sign beside the open one, and no boxes to tick', async () => {
  shop({})
  await fireEvent.click(await screen.findByTestId('store-switch'))
  expect(screen.getAllByTestId('store-item').map((one) => one.getAttribute('aria-checked'))).toContain('true')
  expect(document.querySelector('[role=menu] .tick')).toBeNull()
})

const LONG = 'Toko Sumber Rejeki Makmur Sentosa Cabang Cikarang Timur 🏬 7'
const TWO = { ...SIGNED_IN, stores: [...SIGNED_IN.stores, { store: 's2', name: LONG, role: 'seller' as const, status: 'active' as const }] }

it('opens another store at its Overview; the one that is open is not opened again', async () => {
  await signedIn(TWO)
  const { asked } = shop({ screens: SCREENS.map((one) => ({ screen: one, may: null })) })
  go('my_access')
  await fireEvent.click(await screen.findByTestId('store-switch'))
  const [here, other] = screen.getAllByTestId('store-item')
  // A long name is whole there, however much of it is seen.
  expect(other!.textContent).toContain(LONG)
  expect([here, other].map((one) => one!.getAttribute('aria-checked'))).toEqual(['true', 'false'])
  await fireEvent.click(here!)
  expect(asked.some(({ command }) => command === 'open_store')).toBe(false)
  expect(screen.queryByTestId('store-item')).toBeNull()
  await fireEvent.click(screen.getByTestId('store-switch'))
  await fireEvent.click(screen.getAllByTestId('store-item')[1]!)
  await waitFor(() => expect(asked.find(({ command }) => command === 'open_store')?.args).toEqual({ store: 's2' }))
  await waitFor(() => expect(nav.screen).toBe('overview'))
})

it('stays in the store where another cannot be opened, and says why', async () => {
  await signedIn(TWO)
  const screens = SCREENS.map((one) => ({ screen: one, may: null }))
  program({
    ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: { view: 'frame', ...frame({ screens }) } }),
    open_store: () => {
      throw { code: 'storage', with: { why: 'full' }, message: '' }
    },
    session: () => TWO,
  })
  render(StoreSwitcher, { frame: frame({ screens }) })
  go('team')
  await fireEvent.click(screen.getByTestId('store-switch'))
  await fireEvent.click(screen.getAllByTestId('store-item')[1]!)
  await waitFor(() => expect(toasts.all.at(-1)?.words()).toContain('The disk of this computer is full'))
  expect([nav.screen, session.store]).toEqual(['team', 's1'])
})

it('asks for the name of a store that is to be made, and none is made where that is left', async () => {
  const { asked } = shop({})
  await fireEvent.click(await screen.findByTestId('store-switch'))
  await fireEvent.click(screen.getByTestId('store-create'))
  expect(await screen.findByLabelText('Name of the store')).toBeTruthy()
  await fireEvent.click(within(screen.getByTestId('store-create-dialog')).getByRole('button', { name: 'Close' }))
  await waitFor(() => expect(screen.queryByLabelText('Name of the store')).toBeNull())
  expect(asked.some(({ command }) => command === 'create_store')).toBe(false)
})

it('lets out whoever is no longer in the store: to her other stores, and to what was kept for her', async () => {
  const removed = { code: 'removed', with: {}, message: '' }
  const notice = { code: 'closed_removed', with: { store: 's1', name: 'Toko Lestari', unsent: 1 } }
  program({ ask: () => { throw removed }, session: () => ({ ...SIGNED_IN, notices: [notice] }) })
  await session.refresh()
  render(House)
  expect(await screen.findByRole('heading', { name: 'Choose a store' })).toBeTruthy()
  expect(screen.getByTestId('save-unsent')).toBeTruthy()
  expect(screen.getByTestId('me-menu')).toBeTruthy()
})

it('tells alone what hinders the store, with the way to somebody else, where nothing of it can be shown', async () => {
  const error = { code: 'storage', with: { why: 'gone' }, message: '' }
  program({
    ask: () => {
      throw error
    },
    open_store: () => null,
    session: () => SIGNED_IN,
  })
  render(House)
  expect((await screen.findByTestId('problem')).textContent).toContain('cannot be reached')
  expect(screen.queryByTestId('badge')).toBeNull()
  expect(screen.getByTestId('me-menu')).toBeTruthy()
  cleanup()
})

it('says of a store that cannot be opened what is safe, and has a report for whoever helps', async () => {
  program({
    ask: () => {
      throw { code: 'storage', with: { why: 'other' }, message: '' }
    },
    diagnostics: () => 'Keyholder 0.1.0 on linux',
  })
  render(House)
  expect((await screen.findByTestId('problem')).textContent).toContain('virus scanner')
  expect(screen.getByTestId('unopened-help').textContent).toContain('Everything else is at the cloud')
  await fireEvent.click(screen.getByTestId('diagnostics-look'))
  expect(await screen.findByTestId('report-text')).toBeTruthy()
})
