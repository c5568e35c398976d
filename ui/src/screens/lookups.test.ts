// Who has what: the panel beside the matrix, the reasons of one person, and the names in what is greyed.
import { configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import AccessCells from '../components/AccessCells.svelte'
import Action from '../components/Action.svelte'
import ListRow from '../components/invite/ListRow.svelte'
import PermissionReasons from '../components/PermissionReasons.svelte'
import { answersA } from '../dev/fixture-a'
import { answersB } from '../dev/fixture-b'
import { program, signedIn, words } from '../dev/test'
import type { Ask, PermissionReason, Told } from '../lib/bindings'
import { forgetKept } from '../lib/kept.svelte'
import { canStep, forgetTrail, go, nav, step } from '../lib/nav.svelte'
import { refusalText, sinceText } from '../lib/words'
import Invitations from './Invitations.svelte'
import Roles from './Roles.svelte'
import './roles/Holders.svelte'
import { lookedUp, placeOf } from './roles/subject'

// The panel is fetched when it is first wanted: on a busy machine that takes a while.
configure({ asyncUtilTimeout: 5_000 })

beforeEach(async () => {
  // Rows are drawn in the room that a list has.
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 600 })
  vi.stubGlobal('ResizeObserver', class { constructor(private seen: () => void) {} observe() { this.seen() } disconnect() {} })
  go('roles')
  forgetTrail()
  forgetKept()
  await signedIn()
  const answers = { ...answersB, ...answersA } as Record<string, (ask: Ask, scene: string) => unknown>
  program({ ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: answers[(ask as Ask).view]!(ask as Ask, '') }) })
})

const panel = () => screen.findByTestId('holders')
const cellOf = (css: string) => document.querySelector<HTMLElement>(css)!

describe('who has this', () => {
  it('opens from a cell of the matrix by a click, tells one role, and gives the focus back', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    await fireEvent.click(cellOf('[data-area="view_reports"][data-role="seller"]'))
    expect(nav.id).toBe('area:view_reports:seller')
    const aside = await panel()
    expect(await within(aside).findByText('Can do a part of this. Own sales only.')).toBeTruthy()
    const people = await within(aside).findAllByTestId('holder')
    expect(people).toHaveLength(4)
    expect(people[0]!.textContent).toContain('Seller since Mar 2, 2026, by Dewi Lestari')
    expect(cellOf('[data-area="view_reports"][data-role="seller"]').getAttribute('aria-selected')).toBe('true')
    await fireEvent.keyDown(aside, { key: 'Escape' })
    await waitFor(() => expect(document.activeElement).toBe(cellOf('[data-area="view_reports"][data-role="seller"]')))
    expect(nav.id).toBeNull()
  })
  it('opens from a row by Enter, tells every role, the groups, and by which path', async () => {
    go('roles', 'omnichannel')
    render(Roles)
    await screen.findAllByTestId('cut-cell')
    const row = screen.getByRole('rowheader', { name: /^View orders/ })
    row.focus()
    await fireEvent.keyDown(row, { key: 'Enter' })
    expect(nav.id).toBe('permission:orders.view')
    const aside = await panel()
    expect(await within(aside).findAllByTestId('holders-role')).toHaveLength(6)
    const group = within(aside).getAllByTestId('holders-group')[0]!
    expect(group.textContent).toContain('Order desk')
    expect(group.textContent).toContain('In Order desk it comes along with Fulfil orders and Download orders')
    const paths = within(aside).getAllByTestId('holder').map((one) => one.dataset.reason)
    expect(paths).toEqual(['by_role', 'by_role', 'by_group', 'by_group', 'by_group', 'by_group', 'by_group', 'by_group'])
    await fireEvent.click(within(aside).getByTestId('holders-part-suspended'))
    expect(await within(aside).findByText('They would have it again once they are restored.')).toBeTruthy()
    expect(within(aside).getAllByTestId('holder')).toHaveLength(1)
  })
  it('sets apart whom the role cuts, and flags what is sensitive', async () => {
    go('roles', 'permission:inventory.update:seller')
    render(Roles)
    const aside = await panel()
    await fireEvent.click(await within(aside).findByTestId('holders-part-cut'))
    expect(await within(aside).findByText(/their role may not hold it/)).toBeTruthy()
    expect(within(aside).getAllByTestId('holder').map((one) => one.dataset.reason)).toContain('cut_by_role')
    await fireEvent.click(within(aside).getByTestId('holders-every-role'))
    expect(nav.id).toBe('permission:inventory.update')
    go('roles', 'permission:price.update')
    expect(await within(await panel()).findByText('Sensitive')).toBeTruthy()
    expect(screen.getByRole('rowheader', { name: /^Update prices\s*Sensitive$/ })).toBeTruthy()
  })
  it('says when nobody of a role has it, and leads on to a person and a group', async () => {
    go('roles', 'area:void_sale:viewer')
    render(Roles)
    expect(await within(await panel()).findByText('No Viewer has this.')).toBeTruthy()
    go('roles', 'permission:price.update')
    const aside = await panel()
    await fireEvent.click((await within(aside).findAllByTestId('holder'))[0]!)
    expect([nav.screen, nav.id]).toEqual(['team', 'm0'])
    step(-1, () => true)
    expect(nav.id).toBe('permission:price.update')
    expect(canStep(-1, () => true)).toBe(true)
  })
  it('is no tab: who comes back by the sidebar finds the table', async () => {
    expect(lookedUp('omnichannel')).toBeNull()
    expect(lookedUp('permission:price.update:seller')).toEqual({ of: { permission: 'price.update' }, role: 'seller' })
    expect(placeOf({ area: 'void_sale' }, 'viewer')).toBe('area:void_sale:viewer')
  })
  it('keeps the compared roles on the way back', async () => {
    render(Roles)
    await screen.findAllByTestId('matrix-cell')
    await fireEvent.change(screen.getByTestId('roles-look-at'), { target: { value: 'manager' } })
    await fireEvent.change(screen.getByTestId('roles-compare-with'), { target: { value: 'seller' } })
    go('groups')
    forgetKept()
    step(-1, () => true)
    expect(await screen.findByTestId('roles-only-different')).toBeTruthy()
    expect(screen.getAllByTestId('role-head')).toHaveLength(2)
  })
})

describe('why she can', () => {
  const since = { at: '2026-03-02T03:00:00Z', by: 'Dewi Lestari', by_me: false, invited: false }
  const one: PermissionReason = {
    permission: 'orders.view', section: 'orders', allowed: true, reason: 'by_group', groups: [{ id: 'g', name: 'Order desk' }], limit: null, sensitive: false,
    ways: [{ id: 'g', name: 'Order desk', joined: { at: null, by: null, by_me: false, invited: false }, granted: { ...since, by_me: true, invited: false }, brought_by: ['orders.fulfillment'] }],
  }
  it('tells the cell, the group, since when and by whom, and leads to who else has it', async () => {
    const onlookup = vi.fn()
    render(PermissionReasons, { permissions: [one], role: 'seller', since, onlookup })
    const row = screen.getByTestId('access-permission')
    expect(row.textContent).not.toContain('since')
    await fireEvent.click(row.querySelector('summary')!)
    await waitFor(() => expect(row.textContent).toContain('Seller since Mar 2, 2026, by Dewi Lestari'))
    expect(row.textContent).toContain('Has this if a group grants it.')
    expect(row.textContent).toContain('In Order desk since before this computer’s records begin')
    expect(row.textContent).toContain('Order desk has this since Mar 2, 2026, by you')
    expect(row.textContent).toContain('In Order desk it comes along with Fulfil orders')
    await fireEvent.click(within(row).getByTestId('who-else'))
    expect(onlookup).toHaveBeenCalledWith('orders.view')
  })
  it('says honestly where it is not told', async () => {
    render(AccessCells, { role: 'seller', cells: [{ area: 'void_sale', level: 'none', limit: null, because: 'role' }] })
    const row = screen.getByTestId('access-cell')
    await fireEvent.click(row.querySelector('summary')!)
    await waitFor(() => expect(row.textContent).toContain('is told only to those who may see the team'))
    expect(within(row).queryByTestId('who-else')).toBeNull()
  })
  it('words every kind of record', () => {
    expect(sinceText({ ...since, by: null })).toBe('since Mar 2, 2026')
    expect(sinceText({ at: null, by: null, by_me: false, invited: false })).toBe('since before this computer’s records begin')
  })
})

describe('why I cannot', () => {
  const owner = { name: 'Ratna Wijaya', role: 'owner' as const }
  const told = (able: Told['able']): Told => ({ code: 'area_required', with: { area: 'invite_remove_staff' }, able })
  it('names the right that is missing and who has it', () => {
    expect(refusalText(told({ names: [owner], more: 0 }))).toBe('Your role does not include “Invite / remove staff”. Ratna Wijaya (Owner) can do this.')
    expect(refusalText(told({ names: [owner, { name: 'Budi', role: 'admin' }], more: 2 }))).toContain('Ratna Wijaya (Owner), Budi (Admin) and 2 more people can do this.')
    expect(refusalText({ code: 'own_access', with: {}, able: { names: [], more: 0 } })).toBe('Nobody can change their own access. There is nobody who could do it for you.')
    expect(refusalText(told(undefined))).toContain('The Owner or an Admin can do it')
  })
  it('greys a list to invite where the right is missing, not where a seat is, and not once there is a list', async () => {
    const shown = async (may_invite: Told, listed: number) => {
      const view = answersA.invitations!({ store: 's1', generation: 0, view: 'invitations', search: '', status: null, from: 0, count: 20 } as Ask, '')
      program({ ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: { ...view, may_invite, listed } }) })
      const { unmount } = render(Invitations)
      const button = await screen.findByTestId('invite-many-open')
      const [greyed, why] = [button.getAttribute('aria-disabled'), document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent]
      unmount()
      return [greyed, why?.includes('Ratna Wijaya (Owner) can do this.')]
    }
    const missing = told({ names: [owner], more: 0 })
    expect(await shown(missing, 0)).toEqual(['true', true])
    expect(await shown(missing, 3)).toEqual([null, undefined])
    expect(await shown({ code: 'no_free_seat', with: { used: 5, limit: 5 } }, 0)).toEqual([null, undefined])
  })
  it('says in a row of a list why a role may not be given', () => {
    const one = { id: 'r1', no: 1, name: '', email: 'a@toko.id', role: 'seller' as const, role_word: null, groups: [], unknown_groups: [], verdict: 'ready' as const, why: null, sees_nothing: false, may_include: false }
    const admin: Told = { code: 'outranked', with: { actor_role: 'admin', target_role: 'admin' }, able: { names: [owner], more: 0 } }
    const rest = { busy: false, mixed: false, common: [], onedit: vi.fn(), onremove: vi.fn(), oninclude: vi.fn() }
    const { unmount } = render(ListRow, { one, roles: [{ role: 'admin', may: admin }, { role: 'seller', may: null }], ...rest })
    const select = screen.getByTestId('list-role')
    expect(select.title).toBe('Admin does not rank above Admin. Ratna Wijaya (Owner) can do this.')
    expect([...select.querySelectorAll('option')].map((option) => [option.disabled, option.title])).toEqual([[true, select.title], [false, '']])
    unmount()
    render(ListRow, { one, roles: [{ role: 'seller', may: null }], ...rest })
    expect(screen.getByTestId('list-role').title).toBe('')
  })
  it('is in reach of the keyboard and the ear', () => {
    render(Action, { may: told({ names: [owner], more: 0 }), testid: 'greyed', children: words('Invite') })
    const button = screen.getByTestId('greyed')
    button.focus()
    expect(document.activeElement).toBe(button)
    expect(document.getElementById(button.getAttribute('aria-describedby')!)!.textContent).toContain('Ratna Wijaya (Owner)')
  })
})
