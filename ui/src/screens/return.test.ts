// Coming back to a screen: the filters, the place in the list and the focus are as they were left, by key,
// by mouse and by palette; and what filters hide can always be shown again.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import House from '../components/House.svelte'
import { answersB } from '../dev/fixture-b'
import { program, SEATS, signedIn } from '../dev/test'
import type { Ask, FrameView, InvitationRow, MemberRow, Screen } from '../lib/bindings'
import { go, nav } from '../lib/nav.svelte'
import { session } from '../lib/session.svelte'

const SCREENS: Screen[] = ['overview', 'team', 'invitations', 'groups', 'roles', 'plan', 'activity', 'waiting', 'my_access', 'settings']
const CLOSED = { code: 'area_required', with: { area: 'view_team' } }
const NAMES = ['Dewi Lestari', 'José Pratama', 'Siti Nurhaliza', 'Bagus Wijaya', 'Ayu Kartika']
const members: MemberRow[] = NAMES.map((name, nth) => ({ id: `m${nth}`, name, email: `m${nth}@toko.id`, role: nth ? 'seller' : 'owner', groups: [], status: 'active', since: null, me: nth === 0, mark: null }))
const INVITED: InvitationRow = { id: 'i1', email: 'tari@contoh.co.id', role: 'seller', groups: [], status: 'pending', expires_at: null, accepted_at: null, invited_by: 'Dewi', sent_count: 1, delivery: 'sent', delivery_reason: null, mark: null, may: { resend: null, withdraw: null, change_role: null, link: null }, roles: [], empty_access: false }
const frame = (closed: Screen[]): FrameView => ({
  store: { id: 's1', name: 'Toko Lestari' },
  me: { member: 'm0', name: 'Dewi', role: 'owner', email: 'dewi@toko.id' },
  badge: { state: 'up_to_date', as_of: '2026-11-22T01:00:00Z', waiting: 0, refused: 0, problem: null },
  screens: SCREENS.map((one) => ({ screen: one, may: closed.includes(one) ? CLOSED : null })),
  waiting: 0,
  refused: 0,
  invitations_pending: 0,
  progress: null,
  lease: { days: 30, ends_at: null, may_set: null },
  left_at: null,
})

function view(ask: Ask, closed: Screen[], groups = [{ id: 'g1', name: 'Order desk' }]) {
  if (ask.view === 'frame') return { view: 'frame', ...frame(closed) }
  if (ask.view === 'team') {
    const rows = members.filter((one) => one.name.includes(ask.search) && (!ask.role || one.role === ask.role) && !ask.group)
    return { view: 'team', total: rows.length, from: 0, rows, all: members.length, roles: [{ role: 'seller', count: 4 }], groups, may_invite: null, bulk: { access: null, staff: null } }
  }
  if (ask.view === 'invitations') return { view: 'invitations', total: ask.search ? 0 : 1, from: 0, rows: ask.search ? [] : [INVITED], seats: SEATS, may_invite: null, roles: [], groups: [] }
  if (ask.view === 'member') return { view: 'member', member: members.find(({ id }) => id === ask.member), roles: [], groups: [], cells: [], permissions: [], history: [], can_change: [], partial_note: null, may: { suspend: null, restore: null, remove: null, change_role: null } }
  if (ask.view === 'overview') return { view: 'overview', seats: SEATS, plan: 'team', over_limit: false, by_role: [], waiting: 0, refused: [], activity: [], groups: 0, members: 1, may_invite: null, may_make_group: null, guide: null, next_steps: [] }
  return answersB[ask.view]!(ask as never, '')
}

async function shop(closed: Screen[] = [], groups?: { id: string; name: string }[]) {
  const told = { closed, groups, hold: Promise.resolve() }
  const opened = program({
    ask: async ({ ask }) => {
      await told.hold
      return { generation: (ask as Ask).generation, view: view(ask as Ask, told.closed, told.groups) }
    },
    session: () => session.view,
  })
  render(House)
  await screen.findByTestId('nav-team')
  return { ...opened, told }
}
const to = async (id: string, title: string) => {
  await fireEvent.click(screen.getByTestId(`nav-${id}`))
  await screen.findByRole('heading', { level: 1, name: title })
}
const key = (name: string, more: object = { altKey: true }) => fireEvent.keyDown(document.activeElement ?? document.body, { key: name, ...more })
// The option that is chosen is `:checked`, which only a browser knows.
const choose = (testid: string, value: string) => {
  const select = screen.getByTestId<HTMLSelectElement>(testid)
  select.value = value
  select.querySelector = ((css: string) => (css === ':checked' ? select.selectedOptions[0] : Element.prototype.querySelector.call(select, css))) as typeof select.querySelector
  return fireEvent.change(select)
}
const rows = () => screen.queryAllByTestId('team-row').map((one) => one.dataset.id)
const search = () => screen.getByTestId<HTMLInputElement>('team-search')

beforeEach(async () => {
  session.view = null
  go('overview')
  await signedIn()
})

describe('back and forward', () => {
  it('by key: the panel that was open, then the list with its search and filters', async () => {
    await shop()
    await to('team', 'Team')
    await screen.findAllByTestId('team-row')
    await fireEvent.input(search(), { target: { value: 'Ayu' } })
    await choose('team-filter-role', 'seller')
    await waitFor(() => expect(rows()).toEqual(['m4']))
    await fireEvent.click(screen.getByTestId('team-row'))
    expect(await screen.findByTestId('member-panel')).toBeTruthy()
    await to('plan', 'Plan & seats')
    await key('ArrowLeft')
    expect([nav.screen, nav.id]).toEqual(['team', 'm4'])
    expect(await screen.findByTestId('member-panel')).toBeTruthy()
    expect(search().value).toBe('Ayu')
    expect(screen.getByTestId<HTMLSelectElement>('team-filter-role').value).toBe('seller')
    await waitFor(() => expect(rows()).toEqual(['m4']))
    await key('ArrowLeft')
    expect([nav.screen, nav.id]).toEqual(['team', null])
    await key('ArrowRight')
    await key('ArrowRight')
    expect(nav.screen).toBe('plan')
  })
  it('put the list and the focus where they were', async () => {
    await shop()
    await to('groups', 'Groups')
    const opened = (await screen.findAllByTestId('group-row'))[2]!
    const content = opened.closest<HTMLElement>('[data-scrolls]')!
    content.scrollTop = 40
    opened.focus()
    await fireEvent.click(opened)
    await screen.findByTestId('group-back')
    await key('ArrowLeft')
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.name).toBe('Gudang Cikarang'))
    expect(document.activeElement!.closest('[data-scrolls]')!.scrollTop).toBe(40)
  })
  it('leave the focus to whoever has moved on meanwhile', async () => {
    const { told } = await shop()
    await to('groups', 'Groups')
    const opened = (await screen.findAllByTestId('group-row'))[2]!
    opened.focus()
    await fireEvent.click(opened)
    await screen.findByTestId('group-back')
    let answer = () => {}
    told.hold = new Promise((done) => (answer = done))
    await key('ArrowLeft')
    await fireEvent.pointerDown(document.body)
    answer()
    await screen.findAllByTestId('group-row')
    expect((document.activeElement as HTMLElement).dataset.name).toBeUndefined()
  })
  it('by the side buttons of the mouse, once a press, and not past a question', async () => {
    await shop()
    await to('groups', 'Groups')
    await to('plan', 'Plan & seats')
    // What the web view would do of its own accord is held back, for the press and for the release.
    expect(await fireEvent.mouseDown(document.body, { button: 3 })).toBe(false)
    expect(nav.screen).toBe('plan')
    expect(await fireEvent.mouseUp(document.body, { button: 3 })).toBe(false)
    expect(nav.screen).toBe('groups')
    await fireEvent.mouseUp(document.body, { button: 4 })
    expect(nav.screen).toBe('plan')
    await key('?', {})
    await screen.findByTestId('shortcuts')
    expect(await fireEvent.mouseUp(document.body, { button: 3 })).toBe(false)
    expect(nav.screen).toBe('plan')
  })
  it('mean the way back on a row of tabs too, where a bare arrow changes the tab', async () => {
    await shop()
    await to('activity', 'Activity')
    const tab = await screen.findByTestId('activity-tab-happened')
    tab.focus()
    await fireEvent.keyDown(tab, { key: 'ArrowLeft', altKey: true })
    expect([nav.screen, nav.id]).toEqual(['overview', null])
  })
  it('never lead to a screen that was closed meanwhile', async () => {
    const { told, changed } = await shop()
    await to('team', 'Team')
    await to('my-access', 'My access')
    told.closed = ['team']
    changed()
    await waitFor(() => expect(screen.getByTestId('nav-team').getAttribute('aria-disabled')).toBe('true'))
    await key('ArrowLeft')
    expect(nav.screen).toBe('overview')
  })
  it('do not run against the screen that gave way', async () => {
    const { told, changed } = await shop()
    await to('groups', 'Groups')
    await to('team', 'Team')
    told.closed = ['team', 'overview']
    changed()
    await waitFor(() => expect(nav.screen).toBe('invitations'))
    await key('ArrowLeft')
    expect(nav.screen).toBe('groups')
  })
  it('are among the acts of the palette where there is a way, and on the sheet', async () => {
    await shop()
    await key('k', { ctrlKey: true })
    expect(within(await screen.findByTestId('palette')).queryByText('Back')).toBeNull()
    await fireEvent.click(within(screen.getByTestId('palette')).getByText('Groups'))
    await screen.findByRole('heading', { level: 1, name: 'Groups' })
    await key('k', { ctrlKey: true })
    await fireEvent.input(screen.getByTestId('palette-input'), { target: { value: 'back' } })
    await fireEvent.keyDown(screen.getByTestId('palette-input'), { key: 'Enter' })
    expect(nav.screen).toBe('overview')
    await key('?', {})
    expect((await screen.findByTestId('shortcuts')).textContent).toContain('Back, as with the side button of the mouse')
  })
})

describe('filters', () => {
  it('stay for the next visit, and go with one press that leads the focus to the search', async () => {
    await shop()
    await to('team', 'Team')
    await screen.findAllByTestId('team-row')
    expect(screen.queryByTestId('team-clear')).toBeNull()
    await choose('team-filter-role', 'seller')
    await fireEvent.click(screen.getByTestId('sort-name'))
    await waitFor(() => expect(rows()).toHaveLength(4))
    await to('groups', 'Groups')
    await to('team', 'Team')
    await waitFor(() => expect(rows()).toHaveLength(4))
    expect(screen.getByRole('columnheader', { name: /Name/ }).getAttribute('aria-sort')).toBe('ascending')
    await fireEvent.click(screen.getByTestId('team-clear'))
    await waitFor(() => expect(rows()).toHaveLength(5))
    expect(document.activeElement).toBe(search())
    expect(screen.queryByTestId('team-clear')).toBeNull()
  })
  it('that hide everything say so, and can be cleared there too', async () => {
    await shop()
    await to('team', 'Team')
    await screen.findAllByTestId('team-row')
    await fireEvent.input(search(), { target: { value: 'zzz' } })
    expect(await screen.findByText('Nobody matches')).toBeTruthy()
    await fireEvent.click(screen.getByTestId('filters-clear'))
    await waitFor(() => expect(rows()).toHaveLength(5))
  })
  it('of invitations stay and can be cleared too', async () => {
    await shop()
    await to('invitations', 'Invitations')
    await fireEvent.input(await screen.findByTestId('invitations-search'), { target: { value: 'zzz' } })
    expect(await screen.findByText('No invitation matches')).toBeTruthy()
    await to('plan', 'Plan & seats')
    await to('invitations', 'Invitations')
    expect((await screen.findByTestId<HTMLInputElement>('invitations-search')).value).toBe('zzz')
    await fireEvent.click(screen.getByTestId('invitations-clear'))
    await waitFor(() => expect(screen.queryByText('No invitation matches')).toBeNull())
    expect(document.activeElement).toBe(screen.getByTestId('invitations-search'))
    expect(screen.queryByTestId('invitations-clear')).toBeNull()
  })
  it('let go of a group that was deleted', async () => {
    const { told, changed } = await shop()
    await to('team', 'Team')
    await screen.findAllByTestId('team-row')
    await choose('team-filter-group', 'g1')
    expect(await screen.findByText('Nobody matches')).toBeTruthy()
    told.groups = []
    changed()
    await waitFor(() => expect(rows()).toHaveLength(5))
  })
  it('are not there for another store', async () => {
    await shop()
    await to('team', 'Team')
    await screen.findAllByTestId('team-row')
    await fireEvent.input(search(), { target: { value: 'Ayu' } })
    await waitFor(() => expect(rows()).toEqual(['m4']))
    await signedIn({ open: 's2' })
    await waitFor(() => expect(search().value).toBe(''))
    await waitFor(() => expect(rows()).toHaveLength(5))
  })
})
