// The palette and the keys that work everywhere.
import { fireEvent, render, screen } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { program, signedIn } from '../dev/test'
import type { Ask, FrameView } from '../lib/bindings'
import { nav } from '../lib/nav.svelte'
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
})
const team = { view: 'team', total: 1, from: 0, rows: [{ id: 'm7', name: 'Ayu Kartika', email: 'ayu@t.id', role: 'seller', groups: [], status: 'active', since: null, me: false, mark: null }], all: 1, roles: [], groups: [{ id: 'g1', name: 'Kasir Ayunan' }], may_invite: null }

beforeEach(async () => signedIn())

describe('Palette', () => {
  it('finds screens at once, and people and groups as one types', async () => {
    program({ ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: team }) })
    const onclose = vi.fn()
    render(Palette, { frame: frame(), onclose })
    expect(screen.getAllByRole('option').map((one) => one.textContent)).toContainEqual(expect.stringContaining('Overview'))
    await fireEvent.input(screen.getByRole('combobox'), { target: { value: 'ayu' } })
    expect(await screen.findByText('Ayu Kartika')).toBeTruthy()
    expect(screen.getByText('Kasir Ayunan')).toBeTruthy()
    await fireEvent.keyDown(screen.getByRole('combobox'), { key: 'ArrowDown' })
    expect(screen.getByRole('option', { selected: true }).textContent).toContain('Kasir Ayunan')
    await fireEvent.keyDown(screen.getByRole('combobox'), { key: 'Enter' })
    expect([nav.screen, nav.id]).toEqual(['groups', 'g1'])
    expect(onclose).toHaveBeenCalledOnce()
  })
  it('makes nothing of accents and capitals', async () => {
    program({ ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: { ...team, rows: [], groups: [{ id: 'g1', name: 'Équipe São José' }] } }) })
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
    expect(screen.getByText('Nothing by that name')).toBeTruthy()
    expect(asked).toEqual([])
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
