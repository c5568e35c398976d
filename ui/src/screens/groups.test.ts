// Groups: what each switch asks for, what it says of itself, and how a group is made and deleted.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { answersB } from '../dev/fixture-b'
import { PERMISSIONS, ROLES } from '../dev/tables'
import { program, SEATS, signedIn } from '../dev/test'
import type { Ask, Op, SettleOrder } from '../lib/bindings'
import { go, nav } from '../lib/nav.svelte'
import { acts } from '../lib/perform.svelte'
import { toasts } from '../lib/toasts.svelte'
import { copyName } from './groups/copy'
import { STARTING_POINTS } from './groups/starting-points'
import { chosen } from './team/asked'
import Groups from './Groups.svelte'

const DONE = { id: 'o1', queued: true, nothing_to_do: false, refusal: null, can_ask_anyway: false }
const PREVIEW = { people: [], people_total: 0, seats_before: SEATS, seats_after: SEATS, warnings: [], refusal: null, can_ask_anyway: false }

function shop(scene = '', answers: Parameters<typeof program>[0] = {}) {
  return program({
    ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: answersB[(ask as Ask).view]!(ask as never, scene) }),
    preview: () => PREVIEW,
    dispatch: () => DONE,
    settle: ({ order }) => ({ act: null, asked: (order as SettleOrder).ask.length, dropped: 0, refusal: null, can_ask_anyway: false }),
    new_id: () => 'new-id',
    ...answers,
  })
}
const ops = (asked: { command: string; args: Record<string, unknown> }[]) => asked.flatMap(({ command, args }) => (command === 'dispatch' ? [args.op as Op] : command === 'settle' ? (args.order as SettleOrder).ask : []))

beforeEach(async () => {
  acts.confirming = null
  go('groups')
  await signedIn()
})

describe('the people of a group', () => {
  it('are told in number where they are too many to list, and all of them are one press away', async () => {
    const view = { ...answersB.group!({ view: 'group', group: 'g1' } as never, ''), members_total: 30_000, invitations_total: 4_001 } as never
    shop('', { ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: (ask as Ask).view === 'group' ? view : answersB[(ask as Ask).view]!(ask as never, '') }) })
    Object.assign(chosen, { search: 'x', role: 'seller', group: '', status: 'suspended' })
    go('groups', 'g1')
    render(Groups)
    expect((await screen.findByTestId('group-more-invited')).textContent).toBe('and 4,000 more invited')
    await fireEvent.click(screen.getByTestId('group-all-people'))
    expect(nav.screen).toBe('team')
    expect({ ...chosen }).toMatchObject({ search: '', role: '', group: 'g1', status: '' })
  })
  it('have nothing more to show where all are listed', async () => {
    shop()
    go('groups', 'g1')
    render(Groups)
    await screen.findAllByTestId('group-member')
    expect(screen.queryByTestId('group-all-people')).toBeNull()
    expect(screen.queryByTestId('group-more-invited')).toBeNull()
  })
})

describe('the list of groups', () => {
  it('shows people, invitations and permissions of each, and opens one', async () => {
    shop()
    render(Groups)
    const rows = await screen.findAllByTestId('group-row')
    expect(rows[0]!.textContent).toContain('3 people')
    expect(rows[0]!.textContent).toContain('1 invited')
    expect(rows[1]!.dataset.mark).toBe('waiting')
    await fireEvent.click(rows[0]!)
    expect(nav.id).toBe('g1')
  })
  it('teaches the trade when it is empty', async () => {
    shop('empty')
    render(Groups)
    expect((await screen.findByText('No groups yet')).closest('div')!.textContent).toContain('A group before the invitation')
  })
  it('makes a group from a starting point, and opens it', async () => {
    const { asked } = shop()
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-new'))
    await fireEvent.input(await screen.findByTestId('name-field'), { target: { value: 'Harga' } })
    await fireEvent.click(screen.getByTestId('group-start-price-keeper'))
    await fireEvent.click(screen.getByTestId('name-confirm'))
    await waitFor(() => expect(nav.id).toBe('new-id'))
    expect(ops(asked)).toEqual([{ type: 'group.create', group: 'new-id', name: 'Harga', permissions: ['product.view', 'price.view', 'price.update'] }])
  })
  it('keeps what was typed and says why when the name is taken', async () => {
    shop('', { dispatch: () => ({ ...DONE, queued: false, refusal: { code: 'name_taken', with: { group: 'g1' } }, can_ask_anyway: true }) })
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-new'))
    await fireEvent.input(await screen.findByTestId('name-field'), { target: { value: 'Order desk' } })
    await fireEvent.click(screen.getByTestId('name-confirm'))
    expect((await screen.findByRole('alert')).textContent).toContain('already has this name')
    expect(screen.getByTestId<HTMLInputElement>('name-field').value).toBe('Order desk')
    expect(screen.getByTestId('name-confirm').textContent).toContain('Ask anyway')
  })
})

const called = (names: string[]) => names.map((name, nth) => ({ id: `x${nth}`, name, members: 0, invitations: 0, permissions: 1, mark: null, may: { rename: null, delete: null, edit: null } }))

describe('search in the list', () => {
  const LATE = called(['Kasir', 'Équipe São José', 'Gudang', 'Malam', 'Pagi', 'Siang'])
  const named = (names = LATE) => ({ ask: ({ ask }: Record<string, unknown>) => ({ generation: (ask as Ask).generation, view: { view: 'groups', may_create: null, rows: names } }) })
  const names = () => screen.queryAllByTestId('group-row').map((one) => one.dataset.name)

  it('makes nothing of capitals and accents, stays for the next visit, and can be cleared where it hides all', async () => {
    shop('', named())
    const first = render(Groups)
    await fireEvent.input(await screen.findByTestId('groups-search'), { target: { value: ' sao jose' } })
    expect(names()).toEqual(['Équipe São José'])
    first.unmount()
    render(Groups)
    expect((await screen.findByTestId<HTMLInputElement>('groups-search')).value).toBe(' sao jose')
    await fireEvent.input(screen.getByTestId('groups-search'), { target: { value: 'zzz' } })
    expect(screen.getByText('The search hides 6 groups.')).toBeTruthy()
    await fireEvent.click(screen.getByTestId('filters-clear'))
    expect(names()).toHaveLength(6)
  })
  it('is not offered where a few are seen at a glance', async () => {
    shop('', named(LATE.slice(0, 5)))
    render(Groups)
    await screen.findAllByTestId('group-row')
    expect(screen.queryByTestId('groups-search')).toBeNull()
  })
})

describe('two thousand groups', () => {
  const ALL = called(Array.from({ length: 2_000 }, (_, nth) => `Group ${nth}`))
  const rows = () => screen.getAllByTestId('group-row')
  const tall = 48

  async function open() {
    const view = (ask: Ask) => (ask.view === 'groups' ? { view: 'groups', may_create: null, rows: ALL } : answersB[ask.view]!(ask as never, ''))
    shop('', { ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: view(ask as Ask) }) })
    render(Groups)
    await screen.findAllByTestId('group-row')
    // A list is measured with the frame that shows it.
    await new Promise(requestAnimationFrame)
    return screen.getByRole('grid')
  }
  async function scrollTo(grid: HTMLElement, nth: number) {
    grid.scrollTop = nth * tall
    await fireEvent.scroll(grid)
  }

  it('draw only what is in sight, and say how many there are and which these are', async () => {
    const grid = await open()
    expect(rows().length).toBeLessThan(60)
    expect(grid.getAttribute('aria-rowcount')).toBe('2001')
    await scrollTo(grid, 1_500)
    expect(rows().length).toBeLessThan(60)
    const row = rows().find((one) => one.dataset.name === 'Group 1500')!
    expect(row.getAttribute('aria-rowindex')).toBe('1502')
    await fireEvent.click(row)
    expect(nav.id).toBe('x1500')
  })
  it('draw those in sight alone while the thumb is dragged, and those around them once it rests', async () => {
    const grid = await open()
    const [around, inSight] = [rows().length, Math.ceil(600 / tall) + 1]
    expect(around).toBeGreaterThan(inSight)
    for (const nth of [1_500, 300]) {
      await scrollTo(grid, nth)
      expect(rows()).toHaveLength(inSight)
      expect(rows()[0]!.dataset.name).toBe(`Group ${nth}`)
    }
    await waitFor(() => expect(rows()).toHaveLength(around))
    expect(rows().some((one) => one.dataset.name === 'Group 299')).toBe(true)
    // Row by row, those that come are there before they are seen.
    await scrollTo(grid, 304)
    expect(rows().length).toBeGreaterThan(inSight)
  })
  it('are walked by keys, the end included, and one of them is opened', async () => {
    const grid = await open()
    rows()[0]!.focus()
    await fireEvent.keyDown(rows()[0]!, { key: 'ArrowDown' })
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.name).toBe('Group 1'))
    await fireEvent.keyDown(document.activeElement!, { key: 'End' })
    await fireEvent.scroll(grid)
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.name).toBe('Group 1999'))
    await fireEvent.keyDown(document.activeElement!, { key: 'Enter' })
    expect(nav.id).toBe('x1999')
  })
  it('are one stop of the Tab key and the copy of that row, whatever is in sight', async () => {
    await open()
    const stops = () => [...screen.getByRole('grid').querySelectorAll<HTMLElement>('[role=row], button')].filter((one) => one.tabIndex >= 0)
    expect(stops().map((one) => one.dataset.testid)).toEqual(['group-row', 'group-row-duplicate'])
    rows()[3]!.focus()
    await waitFor(() => expect(stops()[0]!.dataset.name).toBe('Group 3'))
    expect(stops()[1]!.getAttribute('aria-label')).toBe('Duplicate Group 3')
  })
  it('are searched whole', async () => {
    await open()
    await fireEvent.input(screen.getByTestId('groups-search'), { target: { value: 'group 1999' } })
    await waitFor(() => expect(rows().map((one) => one.dataset.name)).toEqual(['Group 1999']))
    await fireEvent.input(screen.getByTestId('groups-search'), { target: { value: '' } })
  })
})

describe('a copy of a group', () => {
  const name = () => screen.getByTestId<HTMLInputElement>('name-field')

  it('is made from the list with the same permissions, under a name that can be changed first', async () => {
    const { asked } = shop()
    render(Groups)
    await fireEvent.click((await screen.findAllByTestId('group-row-duplicate'))[3]!)
    await waitFor(() => expect(name().value).toBe('Price keepers (copy)'))
    expect(name().closest('dialog')!.textContent).toContain('2 permissions')
    await fireEvent.input(name(), { target: { value: 'Harga malam' } })
    await fireEvent.click(screen.getByTestId('name-confirm'))
    await waitFor(() => expect(nav.id).toBe('new-id'))
    expect(ops(asked)).toEqual([{ type: 'group.create', group: 'new-id', name: 'Harga malam', permissions: ['price.view', 'price.update'] }])
  })
  it('keeps what is typed when somebody else takes the name that it began with', async () => {
    const rows = answersB.groups!({} as never, '').rows
    let more: typeof rows = []
    const { changed } = shop('', { ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: (ask as Ask).view === 'groups' ? { ...answersB.groups!({} as never, ''), rows: [...rows, ...more] } : answersB.group!(ask as never, '') }) })
    render(Groups)
    await fireEvent.click((await screen.findAllByTestId('group-row-duplicate'))[3]!)
    await waitFor(() => expect(name().value).toBe('Price keepers (copy)'))
    await fireEvent.input(name(), { target: { value: 'Harga' } })
    more = [{ ...rows[3]!, id: 'g9', name: 'Price keepers (copy)' }]
    changed()
    await waitFor(() => expect(screen.getAllByTestId('group-row')).toHaveLength(7))
    expect(name().value).toBe('Harga')
  })
  it('is made from the group itself, and says what it cannot take along', async () => {
    go('groups', 'g1')
    const { asked } = shop()
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-duplicate'))
    await screen.findByTestId('name-field')
    expect(name().value).toBe('Marketplace operators (copy)')
    expect(screen.getByText('1 permission that this version does not know yet is not copied.')).toBeTruthy()
    await fireEvent.click(screen.getByTestId('name-confirm'))
    await waitFor(() => expect(ops(asked)).toHaveLength(1))
    expect(ops(asked)[0]).toMatchObject({ type: 'group.create', name: 'Marketplace operators (copy)' })
    expect((ops(asked)[0] as { permissions: string[] }).permissions).toHaveLength(9)
  })
  it('is greyed in the list for who may not make groups, with the reason', async () => {
    const { asked } = shop('manager')
    render(Groups)
    const copy = (await screen.findAllByTestId('group-row-duplicate'))[0]!
    expect(copy.getAttribute('aria-label')).toBe('Duplicate Marketplace operators')
    expect(copy.getAttribute('aria-disabled')).toBe('true')
    expect(document.getElementById(copy.getAttribute('aria-describedby')!)!.textContent).toContain('Change a member’s role')
    await fireEvent.click(copy)
    expect(asked.some(({ args }) => (args.ask as Ask | undefined)?.view === 'group')).toBe(false)
  })
  it('says so where the group is gone meanwhile', async () => {
    const { asked } = shop('', {
      ask: ({ ask }) => {
        if ((ask as Ask).view === 'group') throw { code: 'not_found', with: {}, message: '' }
        return { generation: (ask as Ask).generation, view: answersB.groups!(ask as never, '') }
      },
    })
    render(Groups)
    await fireEvent.click((await screen.findAllByTestId('group-row-duplicate'))[0]!)
    await waitFor(() => expect(toasts.all.at(-1)?.words()).toContain('does not exist'))
    expect(ops(asked)).toEqual([])
    expect(screen.queryByTestId('name-field')).toBeNull()
  })
  it('takes the first number that is free, capitals and marks making no difference', () => {
    expect(copyName('Kasir', [])).toBe('Kasir (copy)')
    expect(copyName('Kasir', ['KASIR (COPY)', 'kasir (copy 2)'])).toBe('Kasir (copy 3)')
    expect(copyName('José', ['Jose\u0301 (copy)'])).toBe('José (copy 2)')
  })
  it('fits into 60 characters, by whole letters, and holds no marks of direction', () => {
    const long = copyName('G'.repeat(60), [])
    expect(long).toBe(`${'G'.repeat(53)} (copy)`)
    expect(copyName('G'.repeat(60), [long])).toBe(`${'G'.repeat(51)} (copy 2)`)
    const family = '👨‍👩‍👧'
    expect(copyName(family.repeat(12), [])).toBe(`${family.repeat(10)} (copy)`)
    expect(copyName('Gudang'.padEnd(53) + 'Barat', [])).toBe('Gudang (copy)')
    expect(copyName('مجموعة', [])).toBe('مجموعة (copy)')
  })
})

describe('a starting point', () => {
  it('is explained before it is taken', async () => {
    shop()
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-new'))
    const start = await screen.findByTestId('group-start')
    expect(start.querySelectorAll('input')).toHaveLength(6)
    for (const words of ['Suits a Seller, a Manager or an Inventory handler', 'Changes prices on every channel', 'Counts and corrects stock', 'Lists products on the marketplaces', 'Suits every role', 'Starts empty']) expect(start.textContent).toContain(words)
    await fireEvent.click(screen.getByTestId('group-start-order-desk'))
    expect(start.textContent).toContain('Starts with 5 permissions: View orders, Fulfil orders')
  })
  it('suits the roles that it says: nothing of it is cut for them', () => {
    const cut = (role: string, held: string[]) => held.filter((code) => PERMISSIONS.find(([permission]) => permission === code)![1][ROLES.indexOf(role as never)] === 'never')
    const suits = { 'marketplace-operator': ['manager', 'inventory_handler'], 'order-desk': ['manager', 'seller', 'inventory_handler'], 'stock-room': ['manager', 'inventory_handler'], 'price-keeper': ['manager', 'inventory_handler'], 'read-only': ['manager', 'seller', 'inventory_handler', 'viewer'] }
    for (const [point, roles] of Object.entries(suits)) {
      const held = STARTING_POINTS[point as keyof typeof STARTING_POINTS]
      for (const role of ['manager', 'seller', 'inventory_handler', 'viewer']) expect([point, role, cut(role, held).length === 0]).toEqual([point, role, roles.includes(role)])
    }
    expect(cut('seller', STARTING_POINTS['marketplace-operator']).every((code) => !code.endsWith('.view'))).toBe(true)
  })
})

describe('one group', () => {
  it('has a live switch for 22 permissions and says of three that only Owner and Admin hold them', async () => {
    go('groups', 'g2')
    shop()
    render(Groups)
    expect(await screen.findAllByRole('switch')).toHaveLength(22)
    expect(screen.getByTestId('group-locked-users.edit').textContent).toContain('Owner and Admin only')
    expect(screen.getAllByText('Kept in this group, but no group can give it.')).toHaveLength(1)
  })
  it('says what keeps a View on, what roles cut, and keeps what it does not know', async () => {
    go('groups', 'g1')
    shop()
    render(Groups)
    await screen.findAllByRole('switch')
    expect(screen.getAllByTestId('group-implied')[0]!.textContent).toContain('On because Scan products, Download products, and Upload products need it')
    const cut = screen.getAllByTestId('group-cut')
    expect(cut[0]!.textContent).toContain('4 of these have no effect for the role Seller')
    expect(cut[0]!.querySelector('summary')!.textContent).toBe('2 people, 1 invited')
    expect(cut[0]!.querySelector('details')!.textContent).toContain('tari@contoh.co.id')
    expect(cut[1]!.textContent).toContain('1 of these has no effect for the role Viewer')
    expect(screen.getByText('livestream.host')).toBeTruthy()
  })
  it('tells what a role will cut, and for whom, while it is turned and once more before the yes', async () => {
    go('groups', 'g1')
    shop()
    render(Groups)
    const row = (permission: string) => screen.getByTestId(`group-toggle-${permission}`).closest('li')!
    await screen.findAllByRole('switch')
    expect(within(row('product.scan')).getByTestId('group-cut-here').textContent).toBe('No effect for the roles Seller and Viewer')
    expect(within(row('product.view')).queryByTestId('group-cut-here')).toBeNull()
    const forSeller = () => document.querySelector('.side [data-testid="group-cut"][data-role="seller"]')!.textContent
    await fireEvent.click(screen.getByTestId('group-toggle-price.update'))
    await waitFor(() => expect(within(row('price.update')).getByTestId('group-cut-here').textContent).toContain('Seller'))
    expect(within(row('price.view')).queryByTestId('group-cut-here')).toBeNull()
    expect(forSeller()).toContain('5 of these have no effect')
    expect(forSeller()).toContain('Update prices')

    await fireEvent.click(screen.getByTestId('group-review'))
    const cut = await screen.findByTestId('review-cut')
    expect(within(cut).getAllByTestId('group-cut')[0]!.textContent).toContain('1 of these has no effect for the role Seller')
    expect(cut.textContent).toContain('Ayu Kartika')
    // What was in vain before is no part of this yes.
    expect(cut.textContent).not.toContain('Scan products')
    await fireEvent.click(screen.getByTestId('confirm-cancel'))
    await fireEvent.click(screen.getByTestId('group-discard'))
    await waitFor(() => expect(forSeller()).toContain('4 of these have no effect'))
  })
  it('gathers what is turned, and asks for it with one yes after one look', async () => {
    go('groups', 'g1')
    const { asked } = shop()
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-toggle-price.update'))
    await fireEvent.click(screen.getByTestId('group-toggle-product.view'))
    await waitFor(() => expect(screen.getByTestId('group-turned').textContent).toContain('5 changes, not saved yet'))
    expect(screen.getByTestId('group-toggle-product.scan').getAttribute('aria-checked')).toBe('false')
    const price = screen.getByTestId('group-toggle-price.view').closest('li')!
    expect(price.textContent).toContain('On because Update prices needs it')
    expect(ops(asked)).toEqual([])

    await fireEvent.click(screen.getByTestId('group-review'))
    await waitFor(() => expect(screen.getByTestId('review-on').textContent).toContain('Update prices'))
    expect(screen.getByTestId('review-off').textContent).toContain('Go off (4)')
    expect(screen.getByTestId('preview').textContent).toContain('Dewi Lestari')
    await fireEvent.click(screen.getByTestId('confirm'))
    await waitFor(() => expect(ops(asked)).toEqual([
      { type: 'group.grant', group: 'g1', permissions: ['price.update'] },
      { type: 'group.revoke', group: 'g1', permissions: ['product.view', 'product.scan', 'product.download', 'product.upload'] },
    ]))
    await waitFor(() => expect(screen.queryByTestId('group-turned')).toBeNull())
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('group-toggle-product.view')))
  })
  it('turned there and back is nothing to ask', async () => {
    go('groups', 'g1')
    shop()
    render(Groups)
    const toggle = await screen.findByTestId('group-toggle-price.update')
    await fireEvent.click(toggle)
    await screen.findByTestId('group-turned')
    await fireEvent.click(toggle)
    await waitFor(() => expect(screen.queryByTestId('group-turned')).toBeNull())
    expect(toggle.getAttribute('aria-checked')).toBe('false')
  })
  it('keeps what is turned while she looks elsewhere, until it is discarded', async () => {
    go('groups', 'g1')
    shop()
    const first = render(Groups)
    await fireEvent.click(await screen.findByTestId('group-toggle-price.update'))
    await screen.findByTestId('group-turned')
    first.unmount()
    render(Groups)
    await screen.findByTestId('group-turned')
    expect(screen.getByTestId('group-toggle-price.update').getAttribute('aria-checked')).toBe('true')
    await fireEvent.click(screen.getByTestId('group-discard'))
    await waitFor(() => expect(screen.queryByTestId('group-turned')).toBeNull())
    expect(screen.getByTestId('group-toggle-price.update').getAttribute('aria-checked')).toBe('false')
  })
  it('stays turned where the desk turns it down, with the reason', async () => {
    go('groups', 'g3')
    shop('', { settle: () => ({ act: null, asked: 0, dropped: 0, refusal: { code: 'unknown_group', with: {} }, can_ask_anyway: false }) })
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-toggle-price.view'))
    await fireEvent.click(await screen.findByTestId('group-review'))
    await waitFor(() => expect(screen.getByTestId('confirm').getAttribute('aria-busy')).toBeNull())
    await fireEvent.click(screen.getByTestId('confirm'))
    expect((await screen.findByTestId('confirm-refusal')).textContent).toContain('does not exist any more')
    await fireEvent.click(screen.getByTestId('confirm-cancel'))
    expect(screen.getByTestId('group-turned')).toBeTruthy()
    await fireEvent.click(screen.getByTestId('group-discard'))
  })
  it('asks without a further question where nobody is inside', async () => {
    go('groups', 'g5')
    const { asked } = shop()
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-toggle-price.view'))
    await fireEvent.click(await screen.findByTestId('group-save'))
    await waitFor(() => expect(ops(asked)).toEqual([{ type: 'group.grant', group: 'g5', permissions: ['price.view'] }]))
  })
  it('says where my change met somebody else’s, and leads to the choice', async () => {
    go('groups', 'g3')
    shop('clashes')
    render(Groups)
    expect((await screen.findByTestId('group-met')).textContent).toContain('without seeing each other’s change')
    await fireEvent.click(screen.getByTestId('group-met-go'))
    expect(nav.screen).toBe('waiting')
  })
  it('leads from a permission to whoever holds it', async () => {
    go('groups', 'g1')
    shop()
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-holders-price.update'))
    expect([nav.screen, nav.id]).toEqual(['roles', 'permission:price.update'])
  })
  it('stands beside another: what only one grants, what both do, and who is where', async () => {
    go('groups', 'g3')
    shop()
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-compare'))
    await fireEvent.change(await screen.findByTestId('compare-with'), { target: { value: 'g4' } })
    const table = await screen.findByTestId('compare-table')
    const cells = (code: string) => [...table.querySelectorAll(`[data-permission="${code}"] td`)].map((one) => one.textContent!.trim())
    await waitFor(() => expect(cells('price.update')).toEqual(['Not in Gudang Cikarang', 'In Price keepers']))
    expect(cells('inventory.update')).toEqual(['In Gudang Cikarang', 'Not in Price keepers'])
    expect(table.textContent).toContain('People: 1 only here, 1 in both, 1 only there')
    await fireEvent.click(screen.getByTestId('compare-differences'))
    expect(table.querySelectorAll('[data-member]')).toHaveLength(2)
  })
  it('keeps a name of 60 letters, of pictures and from right to left whole, and its own direction', async () => {
    go('groups', 'g6')
    shop()
    render(Groups)
    const name = answersB.group!({ group: 'g6' } as never, '').name
    expect([...name.normalize('NFC')].length).toBeGreaterThanOrEqual(60)
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(name))
    await fireEvent.click(screen.getByTestId('group-compare'))
    const table = await screen.findByTestId('compare-table')
    expect(table.querySelector('thead bdi')!.textContent).toBe(name)
  })
  it('greys every control for a Manager, in reach of the keyboard and with the reason', async () => {
    go('groups', 'g1')
    const { asked } = shop('manager')
    render(Groups)
    const toggle = await screen.findByTestId('group-toggle-price.update')
    for (const control of [toggle, screen.getByTestId('group-rename'), screen.getByTestId('group-delete'), screen.getByTestId('group-add-people')]) {
      expect(control.getAttribute('aria-disabled')).toBe('true')
      const reason = document.getElementById(control.getAttribute('aria-describedby')!)
      expect(reason!.textContent).toContain('Change a member’s role')
      await fireEvent.click(control)
    }
    expect(acts.confirming).toBeNull()
    expect(ops(asked)).toEqual([])
  })
  it('is deleted only once it is said where its people go', async () => {
    go('groups', 'g1')
    const { asked } = shop()
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-delete'))
    const confirm = await screen.findByTestId<HTMLButtonElement>('confirm')
    expect(confirm.disabled).toBe(true)
    await fireEvent.change(screen.getByTestId('delete-destination'), { target: { value: 'g2' } })
    await waitFor(() => expect(confirm.disabled).toBe(false))
    await fireEvent.change(screen.getByTestId('delete-destination'), { target: { value: 'nowhere' } })
    await waitFor(() => expect(confirm.disabled).toBe(false))
    await fireEvent.click(confirm)
    await waitFor(() => expect(ops(asked)).toEqual([{ type: 'group.delete', group: 'g1', move_to: null }]))
    expect(asked.filter(({ command }) => command === 'preview').map(({ args }) => args.op)).toContainEqual({ type: 'group.delete', group: 'g1', move_to: 'g2' })
    expect(nav.id).toBeNull()
  })
  it('that is empty is deleted without saying anything of a destination', async () => {
    go('groups', 'g5')
    const { asked } = shop()
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-delete'))
    const confirm = await screen.findByTestId<HTMLButtonElement>('confirm')
    await waitFor(() => expect(confirm.disabled).toBe(false))
    await fireEvent.click(confirm)
    await waitFor(() => expect(ops(asked)).toEqual([{ type: 'group.delete', group: 'g5' }]))
  })
})
