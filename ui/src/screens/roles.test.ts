// The centrepiece: every cell as the tables say, found by the ear and the keyboard as well as the eye.
import { fireEvent, render, screen, within } from '@testing-library/svelte'
import { tick } from 'svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { answersB } from '../dev/fixture-b'
import { AREAS, PERMISSIONS, ROLES } from '../dev/tables'
import { program, SIGNED_IN, signedIn } from '../dev/test'
import type { Ask, RolesView } from '../lib/bindings'
import { setLanguage } from '../lib/i18n.svelte'
import { forgetKept } from '../lib/kept.svelte'
import { go, nav } from '../lib/nav.svelte'
import { differences, permissionRows, picking } from './roles/compare'
import Roles from './Roles.svelte'

const view = answersB.roles!({ store: 's1', generation: 0, view: 'roles' }, '') as RolesView

beforeEach(async () => {
  forgetKept()
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
  it('tells the ear role, area, level and meaning, each once', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    expect(screen.getByRole('gridcell', { name: 'Seller, View reports & dashboard, Partial, Own sales only' }).textContent).toContain('Partial')
    expect(screen.getByRole('gridcell', { name: 'Viewer, Void a sale, None, Cannot do this.' })).toBeTruthy()
    expect(screen.getByRole('columnheader', { name: 'Area' })).toBeTruthy()
    expect(screen.getByRole('rowheader', { name: 'Void a sale' })).toBeTruthy()
    expect(screen.getByRole('grid', { name: 'In the store' })).toBeTruthy()
  })
  it.each(['store', 'omnichannel'])('says aloud what is seen, word for word: %s', async (table) => {
    go('roles', table === 'store' ? null : table)
    render(Roles)
    const words = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(' ')
    const seenIsSaid = () => {
      const cells = screen.getAllByRole('gridcell')
      for (const cell of cells) expect(`${words(cell.getAttribute('aria-label')!)} `).toContain(`${words(cell.textContent!)} `)
      return cells.length
    }
    await screen.findByRole('grid')
    const all = table === 'store' ? 12 : 25
    expect(seenIsSaid()).toBe(all * 6)
    await fireEvent.change(screen.getByTestId('roles-look-at'), { target: { value: 'seller' } })
    expect(seenIsSaid()).toBe(all)
    const name = table === 'store' ? 'Seller, Ring up sales (POS), Full, Can do all of this.' : 'Seller, View prices, By group, Has this if a group grants it.'
    expect(screen.getByRole('gridcell', { name })).toBeTruthy()
  })
  it.each(['store', 'omnichannel'])('is walked by every key of the grid pattern, heads included: %s', async (table) => {
    go('roles', table === 'store' ? null : table)
    render(Roles)
    const grid = await screen.findByRole('grid')
    const last = table === 'store' ? 11 : 24
    const steps: [string, boolean, string][] = [
      ['ArrowRight', false, '0:1'],
      ['ArrowDown', false, '1:1'],
      ['End', false, '1:5'],
      ['ArrowRight', false, '1:5'],
      ['End', true, `${last}:5`],
      ['ArrowDown', false, `${last}:5`],
      ['PageDown', false, `${last}:5`],
      ['PageUp', false, `${last - 6}:5`],
      ['Home', false, `${last - 6}:-1`],
      ['ArrowLeft', false, `${last - 6}:-1`],
      ['PageDown', false, `${last}:-1`],
      ['ArrowRight', false, `${last}:0`],
      ['Home', true, '-1:-1'],
      ['ArrowUp', false, '-1:-1'],
      ['ArrowLeft', false, '-1:-1'],
      ['ArrowRight', false, '-1:0'],
      ['End', false, '-1:5'],
      ['PageDown', false, '5:5'],
      ['PageUp', false, '-1:5'],
      ['ArrowDown', false, '0:5'],
      ['ArrowUp', false, '-1:5'],
      ['ArrowLeft', false, '-1:4'],
    ]
    cellAt(0, 0).focus()
    for (const [key, ctrlKey, place] of steps) {
      const ours = await fireEvent.keyDown(document.activeElement!, { key, ctrlKey })
      expect([key, document.activeElement!.getAttribute('data-at')]).toEqual([key, place])
      expect(ours).toBe(false)
      // One tab stop, and it is where the focus is.
      expect([...grid.querySelectorAll('[tabindex="0"]')]).toEqual([document.activeElement])
    }
    expect(grid.querySelectorAll('[tabindex="-1"]')).toHaveLength((last + 2) * 7 - 1)
    // Walking back through the screens, typing and Tab are not its own.
    for (const event of [{ key: 'ArrowLeft', altKey: true }, { key: 'ArrowLeft', ctrlKey: true }, { key: 'Tab' }, { key: 'a' }]) {
      expect(await fireEvent.keyDown(document.activeElement!, event)).toBe(true)
      expect(document.activeElement!.getAttribute('data-at')).toBe('-1:4')
    }
  })
  it('does by Enter and Space what a click does, and leaves them to a button', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    const clicked = vi.fn()
    for (const element of [cellAt(2, 3), cellAt(2, -1)]) {
      element.addEventListener('click', clicked)
      element.focus()
      expect(await fireEvent.keyDown(element, { key: 'Enter' })).toBe(false)
      expect(await fireEvent.keyDown(element, { key: ' ' })).toBe(false)
    }
    expect(clicked).toHaveBeenCalledTimes(4)
    const head = cellAt(-1, 3)
    head.focus()
    expect(head.tagName).toBe('BUTTON')
    expect(await fireEvent.keyDown(head, { key: 'Enter' })).toBe(true)
    expect(head.getAttribute('aria-pressed')).toBe('false')
  })
  it('keeps the focus where it is when the data comes again', async () => {
    const desk = program({ ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: structuredClone(view) }) })
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    const cell = cellAt(6, 3)
    cell.focus()
    const asked = desk.asked.length
    desk.changed()
    await vi.waitFor(() => expect(desk.asked.length).toBeGreaterThan(asked))
    await tick()
    expect(document.activeElement).toBe(cell)
    expect(cell.isConnected).toBe(true)
  })
  it('keeps the focus on the role that is looked at, and hands it on when its column goes', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    const seller = cellAt(-1, 3)
    seller.focus()
    await fireEvent.click(seller)
    expect(document.activeElement).toBe(seller)
    expect([seller.dataset.at, seller.tabIndex]).toEqual(['-1:0', 0])
    await fireEvent.keyDown(seller, { key: 'ArrowDown' })
    expect(document.activeElement).toBe(cellAt(0, 0))

    await fireEvent.change(screen.getByTestId('roles-compare-with'), { target: { value: 'admin' } })
    expect([seller.dataset.at, document.activeElement?.getAttribute('data-role')]).toEqual(['-1:1', 'seller'])
    seller.focus()
    await fireEvent.click(seller)
    expect(seller.isConnected).toBe(false)
    expect(document.activeElement).toBe(screen.getByTestId('role-head'))
    expect(document.activeElement?.getAttribute('data-role')).toBe('admin')
  })
  it('keeps its place by name while rows come and go', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    cellAt(6, 4).focus()
    screen.getByTestId('roles-look-at').focus()
    await fireEvent.change(screen.getByTestId('roles-look-at'), { target: { value: 'seller' } })
    await fireEvent.change(screen.getByTestId('roles-compare-with'), { target: { value: 'inventory_handler' } })
    const stop = () => document.querySelector<HTMLElement>('td[tabindex="0"], th[tabindex="0"]')!.dataset
    expect([stop().area, stop().role]).toEqual(['view_reports', 'inventory_handler'])
    await fireEvent.click(screen.getByTestId('roles-all'))
    expect([stop().area, stop().role, stop().at]).toEqual(['view_reports', 'inventory_handler', '6:4'])
  })
  it('brings the focused cell out from under the heads that stay', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    const box = screen.getByRole('grid').parentElement!
    const rect = (left: number, top: number, width: number, height: number) => () => new DOMRect(left, top, width, height)
    box.getBoundingClientRect = rect(100, 100, 500, 300)
    Object.defineProperties(box, { clientWidth: { value: 500 }, clientHeight: { value: 300 } })
    cellAt(-1, -1).getBoundingClientRect = rect(100, 100, 150, 80)
    const at = async (key: string, to: [number, number], stands: [number, number], scrolled: [number, number]) => {
      ;[box.scrollLeft, box.scrollTop] = [1000, 1000]
      cellAt(...to).closest('th, td')!.getBoundingClientRect = rect(...stands, 80, 40)
      await fireEvent.keyDown(document.activeElement!, { key })
      expect(document.activeElement).toBe(cellAt(...to))
      expect([box.scrollLeft - 1000, box.scrollTop - 1000]).toEqual(scrolled)
    }
    cellAt(3, 3).focus()
    await at('ArrowUp', [2, 3], [300, 150], [0, -30])
    await at('ArrowLeft', [2, 2], [200, 200], [-50, 0])
    await at('ArrowDown', [3, 2], [300, 380], [0, 20])
    await at('ArrowRight', [3, 3], [590, 200], [70, 0])
    await at('ArrowRight', [3, 4], [300, 200], [0, 0])
    // A row's head stays at the side and is never scrolled to sideways, nor a column's head up or down.
    await at('Home', [3, -1], [100, 150], [0, -30])
    await at('ArrowUp', [2, -1], [100, 200], [0, 0])
    await at('ArrowUp', [1, -1], [100, 200], [0, 0])
    await at('ArrowUp', [0, -1], [100, 200], [0, 0])
    await at('ArrowRight', [0, 0], [300, 200], [0, 0])
    await at('ArrowUp', [-1, 0], [200, 100], [-50, 0])
  })
  it('brings the focused head back into sight when columns around it come back', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    const viewer = cellAt(-1, 5)
    viewer.focus()
    await fireEvent.click(viewer)
    const box = screen.getByRole('grid').parentElement!
    Object.defineProperties(box, { clientWidth: { value: 500 } })
    viewer.closest('th')!.getBoundingClientRect = () => new DOMRect(600, 0, 80, 40)
    await fireEvent.click(viewer)
    expect([document.activeElement === viewer, viewer.dataset.at, box.scrollLeft]).toEqual([true, '-1:5', 180])
  })
  it('tells the eye beneath what the focus stands on', async () => {
    go('roles', 'omnichannel')
    render(Roles)
    await screen.findAllByTestId('cut-cell')
    cellAt(0, 3).focus()
    expect(await screen.findByText(/Has this if a group grants it\. See the omnichannel dashboard/)).toBeTruthy()
    await fireEvent.keyDown(document.activeElement!, { key: 'Home' })
    expect(document.querySelector('footer p')!.textContent!.replace(/\s+/g, ' ').trim()).toBe('View dashboard See the omnichannel dashboard and its figures.')
  })
  it('begins anew in the other table', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    cellAt(9, 4).focus()
    await fireEvent.click(screen.getByTestId('roles-tab-omnichannel'))
    await screen.findAllByTestId('cut-cell')
    expect(document.querySelectorAll('[role="grid"] [tabindex="0"]')).toHaveLength(1)
    expect(cellAt(0, 0).tabIndex).toBe(0)
  })
  it('looks at one role alone, then compares it with another by their differences only', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    await fireEvent.click(screen.getAllByTestId('role-head')[3]!)
    expect(screen.getAllByTestId('matrix-cell')).toHaveLength(12)
    expect(screen.getByText('Can do a part of this. Own sales only.')).toBeTruthy()

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
    await fireEvent.click(screen.getByTestId('roles-export'))
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
