// The palette and the keys that work everywhere.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { program, SEATS, signedIn } from '../dev/test'
import type { Arguments } from '../lib/api'
import type { Ask, FrameView } from '../lib/bindings'
import { nav } from '../lib/nav.svelte'
import { opening } from '../lib/opening.svelte'
import { acts } from '../lib/perform.svelte'
import { shortcut } from '../lib/shortcuts'
import Palette from './Palette.svelte'

const NO = { code: 'area_required', with: { area: 'view_team' } }
const frame = (closed: string[] = []): FrameView => ({
  store: { id: 's1', name: 'Toko' },
  me: { member: 'm1', name: 'Dewi', role: 'owner', email: 'd@t.id' },
  badge: { state: 'up_to_date', as_of: null, waiting: 0, refused: 0, problem: null },
  screens: (['overview', 'team', 'groups', 'my_access'] as const).map((one) => ({ screen: one, may: closed.includes(one) ? NO : null })),
  waiting: 0,
  refused: 0,
  invitations_pending: 0,
  progress: null,
  lease: { days: 30, ends_at: null, may_set: null },
  left_at: null,
})
const FULL = { code: 'no_free_seat', with: { used: 5, limit: 5 } }
const overview = (more: object = {}) => ({ view: 'overview', seats: SEATS, plan: 'team', over_limit: false, by_role: [], waiting: 0, refused: [], activity: [], groups: 1, members: 3, may_invite: null, may_make_group: null, guide: null, next_steps: [], ...more })
const ROLES = ['admin', 'manager', 'seller', 'viewer'] as const
const member = (row: object) => ({ view: 'member', member: row, cells: [], permissions: [], roles: ROLES.map((role) => ({ role, may: role === 'admin' ? NO : null })), groups: [], may: { change_role: null, suspend: null, restore: null, remove: null }, history: [], can_change: [], partial_note: null })
/** A program that answers each view by its name; the team is searched, as the desk does. */
const shop = (views: Record<string, object> = {}) =>
  program({
    set_settings: () => null,
    ask: ({ ask }) => {
      const { view, generation, ...rest } = ask as Ask & { search?: string }
      const rows = team.rows.filter((one) => one.name.toLowerCase().includes(rest.search?.toLowerCase() ?? ''))
      return { generation, view: views[view] ?? { overview: overview(), team: { ...team, rows }, member: member(team.rows[0]!) }[view as 'team'] }
    },
  })
const searched = (asked: { command: string; args: Arguments }[]) => asked.map(({ args }) => args.ask as Ask).filter((ask) => ask?.view === 'team').map((ask) => (ask as { search: string }).search)
const type = (value: string) => fireEvent.input(screen.getByRole('combobox'), { target: { value } })
const press = (key: string) => fireEvent.keyDown(screen.getByRole('combobox'), { key })
const options = () => screen.getAllByRole('option').map((one) => one.textContent?.trim())
const team = { view: 'team', total: 1, from: 0, rows: [{ id: 'm7', name: 'Ayu Kartika', email: 'ayu@t.id', role: 'seller', groups: [], status: 'active', since: null, me: false, mark: null }], all: 1, roles: [], groups: [{ id: 'g1', name: 'Kasir Ayunan' }], may_invite: null }

beforeEach(async () => {
  await signedIn()
  acts.confirming = null
  opening.what = opening.of = null
})

describe('Palette', () => {
  it('finds screens at once, and people and groups as one types', async () => {
    const { asked } = shop()
    const onclose = vi.fn()
    render(Palette, { frame: frame(), onclose })
    expect(screen.getAllByRole('option').map((one) => one.textContent)).toContainEqual(expect.stringContaining('Overview'))
    await fireEvent.input(screen.getByRole('combobox'), { target: { value: 'ayu' } })
    expect(await screen.findByText('Ayu Kartika')).toBeTruthy()
    // The list is short: whoever is called just so must be among the first.
    expect(asked.map(({ args }) => args.ask as Ask).find((ask) => ask?.view === 'team')).toMatchObject({ search: 'ayu', sort: 'best', count: 6 })
    expect(screen.getByText('Kasir Ayunan')).toBeTruthy()
    await fireEvent.keyDown(screen.getByRole('combobox'), { key: 'ArrowDown' })
    expect(screen.getByRole('option', { selected: true }).textContent).toContain('Kasir Ayunan')
    await fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter' })
    expect([nav.screen, nav.id]).toEqual(['groups', 'g1'])
    expect(onclose).toHaveBeenCalledOnce()
  })
  it('makes nothing of accents and capitals', async () => {
    shop({ team: { ...team, rows: [], groups: [{ id: 'g1', name: 'Équipe São José' }] } })
    render(Palette, { frame: frame(), onclose: () => {} })
    for (const typed of ['SAO JOSE', 'equipe', 'é']) {
      await fireEvent.input(screen.getByRole('combobox'), { target: { value: typed } })
      expect(await screen.findByText('Équipe São José')).toBeTruthy()
    }
  })
  it('leads nowhere that is not hers, and asks nothing about the team there', async () => {
    const { asked } = program({})
    render(Palette, { frame: frame(['team', 'overview', 'groups']), onclose: () => {} })
    await fireEvent.input(screen.getByRole('combobox'), { target: { value: 'ayu' } })
    expect(screen.queryAllByRole('option')).toHaveLength(0)
    expect(screen.getByText(/^Nothing by that name/)).toBeTruthy()
    expect(asked).toEqual([])
  })
  it('changes a role by its words: the person is found by the desk, the roles come with why not', async () => {
    const { asked } = shop()
    render(Palette, { frame: frame(), onclose: () => {} })
    await type('role ayu')
    expect(await screen.findByText('Change the role of Ayu Kartika')).toBeTruthy()
    expect(new Set(searched(asked))).toEqual(new Set(['role ayu', 'ayu']))
    await press('Enter')
    expect(screen.getByRole('combobox', { name: 'Change the role of Ayu Kartika' })).toBeTruthy()
    expect(await screen.findByRole('option', { name: /Viewer/ })).toBeTruthy()
    // Not the one she has, and Admin only with the reason.
    expect(options().map((one) => one?.split(/ {2,}|This/)[0]?.trim())).toEqual(['Admin', 'Manager', 'Viewer'])
    await press('Enter')
    expect(acts.confirming).toBeNull()
    await type('man')
    await press('Enter')
    expect(acts.confirming?.op).toEqual({ type: 'member.change_role', member: 'm7', from: 'seller', to: 'manager' })
  })
  it('goes back from the roles with Backspace', async () => {
    shop()
    render(Palette, { frame: frame(), onclose: () => {} })
    await type('role ayu')
    await screen.findByText('Change the role of Ayu Kartika')
    await press('Enter')
    await press('Backspace')
    expect(screen.getByRole('combobox', { name: 'Command palette' })).toBeTruthy()
  })
  it('suspends, restores and removes by their words, always after a look at what changes', async () => {
    shop()
    const onclose = vi.fn()
    render(Palette, { frame: frame(), onclose })
    await type('suspend ayu')
    await screen.findByText('Suspend Ayu Kartika')
    expect(screen.queryByText('Restore Ayu Kartika')).toBeNull()
    await press('Enter')
    expect(acts.confirming?.op).toEqual({ type: 'member.suspend', member: 'm7' })
    expect(onclose).toHaveBeenCalledOnce()
  })
  it('teaches the words of an act, and goes on with them', async () => {
    shop({ team: { ...team, rows: [] } })
    render(Palette, { frame: frame(), onclose: () => {} })
    await type('change the role')
    await fireEvent.click(screen.getByText('Change the role of …'))
    expect((screen.getByRole('combobox') as HTMLInputElement).value).toBe('Change the role of ')
  })
  it('invites and makes a group from anywhere; what may not be done says why and does nothing', async () => {
    shop({ overview: overview({ may_invite: FULL }) })
    render(Palette, { frame: frame(), onclose: () => {} })
    await type('invite some')
    const invite = await screen.findByRole('option', { name: /All 5 seats are in use/ })
    expect(invite.getAttribute('aria-disabled')).toBe('true')
    await press('Enter')
    expect(opening.what).toBeNull()
    await type('new group')
    await press('Enter')
    expect(opening.what).toBe('group')
  })
  it('changes theme, language and density, offering only what is not so already', async () => {
    const { asked } = shop()
    render(Palette, { frame: frame(), onclose: () => {} })
    expect(screen.queryByText(/^Theme/)).toBeNull()
    await type('theme')
    expect(options()).toEqual([expect.stringContaining('Theme: Dark'), expect.stringContaining('Theme: As the system')])
    await press('Enter')
    expect(asked.filter(({ command }) => command === 'set_settings')).toMatchObject([{ args: { change: { theme: 'dark' } } }])
  })
  it('acts on one group by its words: on its screen, with why not', async () => {
    const row = (id: string, name: string, why: object | null) => ({ id, name, members: 1, invitations: 0, permissions: 2, mark: null, may: { rename: why, delete: why, edit: why } })
    shop({ groups: { view: 'groups', rows: [row('g1', 'Kasir Ayunan', null), row('g2', 'Gudang', NO)], may_create: null } })
    render(Palette, { frame: frame(), onclose: () => {} })
    await type('delete gudang')
    expect((await screen.findByRole('option', { name: /Delete the group Gudang/ })).getAttribute('aria-disabled')).toBe('true')
    await press('Enter')
    expect(opening.of).toBeNull()
    for (const [words, label, what] of [
      ['duplicate gudang', 'Duplicate the group Gudang', { id: 'g2', what: 'duplicate' }],
      ['compare ayunan', 'Compare the group Kasir Ayunan with another', { id: 'g1', what: 'compare' }],
      ['rename kasir', 'Rename the group Kasir Ayunan', { id: 'g1', what: 'rename' }],
      ['delete the group kasir', 'Delete the group Kasir Ayunan', { id: 'g1', what: 'delete' }],
    ] as const) {
      cleanup()
      render(Palette, { frame: frame(), onclose: () => {} })
      await type(words)
      await screen.findByText(label)
      await press('Enter')
      expect([opening.of, nav.screen, nav.id]).toEqual([what, 'groups', what.id])
    }
  })
  it('has no other group to compare with where there is one, and none to act on for whom groups are closed', async () => {
    const row = { id: 'g1', name: 'Kasir', members: 0, invitations: 0, permissions: 0, mark: null, may: { rename: null, delete: null, edit: null } }
    const { asked } = shop({ groups: { view: 'groups', rows: [row], may_create: null } })
    render(Palette, { frame: frame(), onclose: () => {} })
    await type('rename kasir')
    await screen.findByText('Rename the group Kasir')
    await type('compare kasir')
    await waitFor(() => expect(screen.queryByText(/^Rename the group/)).toBeNull())
    expect(screen.queryByText(/^Compare the group/)).toBeNull()
    cleanup()
    asked.length = 0
    render(Palette, { frame: frame(['groups']), onclose: () => {} })
    await type('rename kasir')
    expect(asked.some(({ args }) => (args.ask as Ask)?.view === 'groups')).toBe(false)
  })
  it('acts on one invitation by its words: after a look where it is sent or withdrawn, on its screen for the rest', async () => {
    const may = { resend: null, withdraw: null, change_role: NO, link: null }
    const row = (id: string, email: string, status: string) => ({ id, email, role: 'seller', groups: [], status, may })
    shop({ invitations: { view: 'invitations', rows: [row('i1', 'sari@t.id', 'pending'), row('i2', 'sarip@t.id', 'accepted')] } })
    const seen = { ...frame(), screens: [...frame().screens, { screen: 'invitations' as const, may: null }] }
    const asks = async (words: string, label: RegExp) => {
      cleanup()
      acts.confirming = null
      opening.of = null
      render(Palette, { frame: seen, onclose: () => {} })
      await type(words)
      const option = await screen.findByRole('option', { name: label })
      expect(screen.queryByRole('option', { name: /invitation to sarip/ })).toBeNull()
      await fireEvent.click(option)
    }
    await asks('resend sari', /Resend the invitation to sari@t.id/)
    expect(acts.confirming?.op).toEqual({ type: 'invitation.resend', invitation: 'i1' })
    await asks('withdraw sari', /Withdraw the invitation to sari@t.id/)
    expect(acts.confirming).toMatchObject({ op: { type: 'invitation.withdraw', invitation: 'i1' }, danger: true })
    await asks('copy link sari', /Copy the link .* sari@t.id/)
    expect([opening.of, nav.screen]).toEqual([{ id: 'i1', what: 'link' }, 'invitations'])
    await asks('change the role invitation sari', /Change the role in the invitation to sari@t.id/)
    expect(opening.of).toBeNull()
  })
  it('prints the roles on their own screen', async () => {
    shop({ roles: { view: 'roles', roles: [], areas: [], permissions: [] } })
    render(Palette, { frame: { ...frame(), screens: [...frame().screens, { screen: 'roles' as const, may: null }] }, onclose: () => {} })
    await type('print')
    await press('Enter')
    expect([nav.screen, opening.what]).toEqual(['roles', 'print'])
  })
  it('takes back what was done, and says why what may not be taken back', async () => {
    const row = (id: string, may: object | null) => ({ id, at: '2026-11-22T01:00:00Z', words: { type: 'member.suspend', with: { who: id } }, count: 1, unsent: 1, costs: false, may })
    const { asked } = shop({ undoable: { view: 'undoable', acts: [row('Ayu', null), row('Budi', { code: 'undo_too_late', with: {} })] } })
    render(Palette, { frame: { ...frame(), screens: [{ screen: 'waiting', may: null }] }, onclose: () => {} })
    await type('undo')
    expect(await screen.findByText('Undo: Suspend Ayu')).toBeTruthy()
    expect(screen.getByRole('option', { name: /Undo: Suspend Budi/ }).textContent).toContain('ten minutes')
    await press('Enter')
    expect(asked.at(-1)).toMatchObject({ command: 'bulk', args: { order: { of: 'undo', act: 'Ayu' } } })
  })
  it('saves the roles as a file, asking for them first', async () => {
    const { asked } = shop({ roles: { view: 'roles', roles: [], areas: [], permissions: [] } })
    render(Palette, { frame: { ...frame(), screens: [{ screen: 'roles', may: null }] }, onclose: () => {} })
    await type('export csv')
    await press('Enter')
    await waitFor(() => expect(asked.at(-1)?.command).toBe('save_file'))
  })
  it('finds who has a permission or an area, by its name or its code, and whoever is invited', async () => {
    const row = (id: string, email: string, status: string) => ({ id, email, role: 'seller', groups: [], status })
    shop({
      roles: { view: 'roles', roles: [], areas: [{ area: 'void_sale', cells: [] }], permissions: [{ permission: 'price.update', section: 'price', sensitive: true, bounds: [] }] },
      invitations: { view: 'invitations', total: 2, from: 0, rows: [row('i1', 'sari@toko.id', 'pending'), row('i2', 'sari.ayu@toko.id', 'accepted')], seats: SEATS, may_invite: null, roles: [], groups: [], listed: 0 },
    })
    const hers: FrameView = { ...frame(), screens: (['roles', 'invitations'] as const).map((one) => ({ screen: one, may: null })) }
    // What is chosen closes it.
    const open = () => (cleanup(), render(Palette, { frame: hers, onclose: () => {} }))
    for (const [typed, label, id] of [['update pri', 'Who has “Update prices”', 'permission:price.update'], ['price.update', 'Who has “Update prices”', 'permission:price.update'], ['who void', 'Who has “Void a sale”', 'area:void_sale']] as const) {
      open()
      await type(typed)
      await fireEvent.click(await screen.findByText(label))
      expect([nav.screen, nav.id]).toEqual(['roles', id])
    }
    open()
    await type('sari')
    await fireEvent.click(await screen.findByText('sari@toko.id'))
    expect(nav.screen).toBe('invitations')
    expect(screen.queryByText('sari.ayu@toko.id')).toBeNull()
  })
  it('leads out of the store: to another, to a new one, to somebody else, and away', async () => {
    await signedIn({ stores: [{ store: 's1', name: 'Toko', role: 'owner' }, { store: 's2', name: 'Toko Kenanga', role: 'admin' }] } as never)
    const { asked } = shop({})
    const open = () => (cleanup(), render(Palette, { frame: frame(), onclose: () => {} }))
    for (const [typed, what] of [['create a store', 'store'], ['switch person', 'switch_person'], ['sign out', 'sign_out']] as const) {
      open()
      await type(typed)
      await press('Enter')
      expect(opening.what).toBe(what)
      expect(opening.takes(what)).toBe(true)
      expect(opening.what).toBeNull()
    }
    open()
    await type('kenanga')
    await press('Enter')
    await waitFor(() => expect(asked).toContainEqual(expect.objectContaining({ command: 'open_store', args: { store: 's2' } })))
  })
  it('brings the guide back, but only to whom it is offered', async () => {
    const { asked } = shop({ overview: overview({ guide: { steps: [], done: false, away: true } }) })
    render(Palette, { frame: frame(), onclose: () => {} })
    await type('first steps')
    await screen.findByText('First steps')
    await press('Enter')
    expect(asked.at(-1)).toMatchObject({ command: 'put_guide_away', args: { store: 's1', away: false } })
    expect(nav.screen).toBe('overview')
  })
})

describe('shortcuts', () => {
  const press = (key: string, more: KeyboardEventInit = {}, target: HTMLElement = document.body) => {
    const event = new KeyboardEvent('keydown', { key, ...more })
    Object.defineProperty(event, 'target', { value: target })
    return shortcut(event)
  }
  it('mean the same everywhere', () => {
    expect(press('k', { ctrlKey: true })).toBe('palette')
    expect(press('ArrowLeft', { altKey: true })).toBe('back')
    expect(press('/')).toBe('search')
    expect(press('?')).toBe('sheet')
    expect(press('x')).toBeNull()
  })
  it('leave plain characters to whoever types', () => {
    const input = document.createElement('input')
    expect(press('?', {}, input)).toBeNull()
    expect(press('k', { ctrlKey: true }, input)).toBe('palette')
  })
})
