// The centrepiece: every cell as the tables say, found by the ear and the keyboard as well as the eye.
import { fireEvent, render, screen, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { answersB } from '../dev/fixture-b'
import { AREAS, PERMISSIONS, ROLES } from '../dev/tables'
import { program, SIGNED_IN, signedIn } from '../dev/test'
import type { Ask, RolesView } from '../lib/bindings'
import { setLanguage } from '../lib/i18n.svelte'
import { go, nav } from '../lib/nav.svelte'
import { differences, permissionRows, picking } from './roles/compare'
import Roles from './Roles.svelte'

const view = answersB.roles!({ store: 's1', generation: 0, view: 'roles' }, '') as RolesView

beforeEach(async () => {
  go('roles')
  await signedIn()
  program({ ask: ({ ask }) => ({ generation: (ask as Ask).generation, view }) })
})

const cellAt = (row: number, column: number) => document.querySelector<HTMLElement>(`[data-at="${row}:${column}"]`)!

describe('Roles', () => {
  it('shows all 72 cells of the role matrix as the table', async () => {
    render(Roles)
    const cells = await screen.findAllByTestId('matrix-cell')
    expect(cells).toHaveLength(72)
    for (const [area, levels] of AREAS) {
      const row = cells.filter((cell) => cell.dataset.area === area)
      expect(row.map((cell) => cell.dataset.role)).toEqual(ROLES)
      expect(row.map((cell) => cell.dataset.level)).toEqual(levels)
    }
  })
  it('shows all 150 cells of what roles may hold in omnichannel', async () => {
    go('roles', 'omnichannel')
    render(Roles)
    const cells = await screen.findAllByTestId('cut-cell')
    expect(cells).toHaveLength(150)
    for (const [permission, bounds] of PERMISSIONS) {
      expect(cells.filter((cell) => cell.dataset.permission === permission).map((cell) => cell.dataset.bound)).toEqual(bounds)
    }
  })
  it('tells the ear role, area, level and meaning, and the eye the level in words', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    const cell = screen.getByLabelText(/^Seller, View reports & dashboard, Partial/)
    expect(cell.getAttribute('aria-label')).toContain('Own sales only')
    expect(cell.textContent).toContain('Partial')
  })
  it('is walked by arrows, Home and End, and with Ctrl across the whole grid', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    const grid = screen.getByRole('grid')
    expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
    cellAt(0, 0).focus()
    const steps: [string, boolean, string][] = [
      ['ArrowRight', false, '0:1'],
      ['ArrowDown', false, '1:1'],
      ['End', false, '1:5'],
      ['ArrowRight', false, '1:5'],
      ['End', true, '11:5'],
      ['ArrowDown', false, '11:5'],
      ['Home', true, '-1:0'],
      ['ArrowUp', false, '-1:0'],
    ]
    for (const [key, ctrlKey, place] of steps) {
      await fireEvent.keyDown(document.activeElement!, { key, ctrlKey })
      expect(document.activeElement).toBe(document.querySelector(`[data-at="${place}"]`))
    }
    expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1)
  })
  it('looks at one role alone, then compares it with another by their differences only', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    await fireEvent.click(screen.getAllByTestId('role-head')[3]!)
    expect(screen.getAllByTestId('matrix-cell')).toHaveLength(12)
    expect(screen.getByText('Seller can do a part of this. Own sales only.')).toBeTruthy()

    await fireEvent.change(screen.getByTestId('roles-compare-with'), { target: { value: 'inventory_handler' } })
    expect(screen.getByText('5 of 12 differ.')).toBeTruthy()
    expect(screen.getAllByTestId('matrix-cell')).toHaveLength(10)
    await fireEvent.click(screen.getByTestId('roles-only-different'))
    expect(screen.getAllByTestId('matrix-cell')).toHaveLength(24)
    await fireEvent.click(screen.getByTestId('roles-all'))
    expect(screen.getAllByTestId('matrix-cell')).toHaveLength(72)
  })
  it('says where two roles are the same', async () => {
    go('roles', 'omnichannel')
    render(Roles)
    await screen.findAllByTestId('cut-cell')
    await fireEvent.change(screen.getByTestId('roles-look-at'), { target: { value: 'owner' } })
    await fireEvent.change(screen.getByTestId('roles-compare-with'), { target: { value: 'admin' } })
    expect(screen.getByText('No difference here')).toBeTruthy()
  })
  it('prints both tables whole, outside the scrolling window', async () => {
    const print = vi.fn()
    vi.stubGlobal('print', print)
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    const sheet = document.querySelector<HTMLElement>('body > .sheet')!
    expect(within(sheet).getAllByRole('row', { hidden: true })).toHaveLength(12 + 25 + 2)
    await fireEvent.click(screen.getByTestId('roles-print'))
    expect(print).toHaveBeenCalledOnce()
    vi.unstubAllGlobals()
  })
  it('leads on to groups', async () => {
    render(Roles)
    await fireEvent.click(screen.getByTestId('roles-to-groups'))
    expect(nav.screen).toBe('groups')
  })
  it('speaks Indonesian', async () => {
    await setLanguage('id')
    await signedIn({ settings: { ...SIGNED_IN.settings, language: 'id' } })
    render(Roles)
    expect(await screen.findByLabelText(/^Petugas stok, Menyesuaikan stok, Penuh/)).toBeTruthy()
    await setLanguage('en')
  })
})

describe('picking roles', () => {
  it('turns one on and off, and keeps the first when a third is pressed', () => {
    expect(picking([], 'seller')).toEqual(['seller'])
    expect(picking(['seller'], 'seller')).toEqual([])
    expect(picking(['seller', 'viewer'], 'admin')).toEqual(['seller', 'admin'])
  })
  it('has no differences of one role alone', () => {
    const rows = permissionRows(view)
    expect(differences(rows, ['seller'])).toBe(rows)
  })
})
