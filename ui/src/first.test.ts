// The first picture: asked before it is drawn, once, and never at the price of an old answer or a long wait.
import { render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it } from 'vitest'
import House from './components/House.svelte'
import { program, SEATS, SIGNED_IN, signedIn } from './dev/test'
import { prepare } from './first'
import { go } from './lib/nav.svelte'
import type { Ask, FrameView, MemberRow, Screen } from './lib/bindings'

const SCREENS: Screen[] = ['overview', 'team', 'settings']
const ROW: MemberRow = { id: 'm1', name: 'Siti Nurhaliza', email: 'siti@toko.id', role: 'seller', groups: [], status: 'active', since: null, me: false, mark: null }
const frame = (left_at: Screen | null, closed: Screen[]): FrameView => ({
  store: { id: 's1', name: 'Toko Lestari' },
  me: { member: 'm0', name: 'Dewi', role: 'owner', email: 'dewi@toko.id' },
  badge: { state: 'up_to_date', as_of: '2026-11-22T01:00:00Z', waiting: 0, refused: 0, problem: null },
  screens: SCREENS.map((one) => ({ screen: one, may: closed.includes(one) ? { code: 'area_required', with: { area: 'view_team' } } : null })),
  waiting: 0,
  refused: 0,
  invitations_pending: 0,
  progress: null,
  lease: { days: 30, ends_at: null, may_set: null },
  left_at,
})
const TEAM = { view: 'team', total: 2, from: 0, rows: [ROW], all: 2, roles: [], groups: [], may_invite: null, bulk: { access: null, staff: null } }
const OVERVIEW = { view: 'overview', seats: SEATS, plan: 'team', over_limit: false, by_role: [], waiting: 0, refused: [], activity: [], groups: 0, members: 1, may_invite: null, may_make_group: null, guide: null, next_steps: [] }

/** A shop left at a screen; the views that it was asked for, in that order. */
function shop(left: Screen | null, { closed = [] as Screen[], hold = Promise.resolve() as Promise<unknown> } = {}) {
  const views: Record<string, object> = { frame: { view: 'frame', ...frame(left, closed) }, team: TEAM, overview: OVERVIEW }
  const told = program({
    ask: async ({ ask }) => {
      await hold
      return { generation: (ask as Ask).generation, view: views[(ask as Ask).view] }
    },
  })
  return { ...told, views: () => told.asked.filter(({ command }) => command === 'ask').map(({ args }) => (args.ask as Ask).view) }
}

beforeEach(() => signedIn())
afterEach(() => go('overview'))

it('begins where she left, with the rows that its list has room for', async () => {
  const { views, asked } = shop('team')
  // The first place is taken once in a window's life: this is the only test that needs it.
  await prepare(SIGNED_IN)
  render(House)
  expect(await screen.findAllByTestId('team-row')).toHaveLength(1)
  // The list asks again for its true room, and not again for what it has.
  const questions = asked.map(({ args }) => JSON.stringify({ ...(args.ask as Ask | undefined), generation: 0 }))
  expect(views().slice(0, 2)).toEqual(['frame', 'team'])
  expect(new Set(questions).size).toBe(questions.length)
})

it('asks for frame and screen once, and whoever draws them asks no more', async () => {
  const { views, changed } = shop(null)
  await prepare(SIGNED_IN)
  expect(views()).toEqual(['frame', 'overview'])
  render(House)
  await screen.findByTestId('nav-team')
  expect(views()).toEqual(['frame', 'overview'])
  changed()
  await waitFor(() => expect(views().slice(2).sort()).toEqual(['frame', 'overview']))
})

it('gives no answer that is older than a change', async () => {
  const { views, changed } = shop(null)
  await prepare(SIGNED_IN)
  changed()
  render(House)
  await waitFor(() => expect(views()).toEqual(['frame', 'overview', 'frame', 'overview']))
})

it('asks nothing where nobody may see a store yet', async () => {
  const { views } = shop(null)
  await prepare({ ...SIGNED_IN, signed_in: false })
  await prepare({ ...SIGNED_IN, open: null })
  await prepare({ ...SIGNED_IN, passphrase: 'enter' })
  await prepare({ ...SIGNED_IN, locked: { email: 'dewi@toko.id' } as never })
  expect(views()).toEqual([])
})

it('does not ask for a screen that is closed to her', async () => {
  const { views } = shop(null, { closed: ['overview'] })
  await prepare(SIGNED_IN)
  expect(views()).toEqual(['frame'])
})

it('does not wait for a desk that takes long, and draws its answer when it comes', async () => {
  let answer: (done: unknown) => void = () => {}
  const { views } = shop(null, { hold: new Promise((done) => (answer = done)) })
  await prepare(SIGNED_IN)
  render(House)
  expect(screen.queryByTestId('nav-team')).toBeNull()
  answer(null)
  await screen.findByTestId('nav-team')
  expect(views().filter((view) => view === 'frame')).toHaveLength(1)
})
