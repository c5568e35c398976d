// Many invitations at once: each state of the list, one sentence each. What the verdicts are, Rust decides.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte'
import { createRawSnippet } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { program, SEATS, signedIn, words } from '../../dev/test'
import type { InviteManyRow, InviteManyView, InviteVerdict, Role, Told } from '../../lib/bindings'
import { roomy } from '../../lib/roomy'
import ChooseGroups from '../ChooseGroups.svelte'
import InviteForm from '../InviteForm.svelte'
import InviteMany from './InviteMany.svelte'

const ROLES: Role[] = ['admin', 'manager', 'seller', 'inventory_handler', 'viewer']
const row = (no: number, verdict: InviteVerdict, why: Told | null = null, more: Partial<InviteManyRow> = {}): InviteManyRow => ({
  id: `r${no}`, no, name: 'Budi', email: `p${no}@toko.id`, role: 'seller', role_word: null, groups: [], unknown_groups: [], verdict, why, sees_nothing: verdict === 'ready', may_include: false, ...more,
})
function view(rows: InviteManyRow[], more: Partial<InviteManyView> = {}): InviteManyView & { view: 'invite_many' } {
  const verdicts = [...new Set(rows.map((one) => one.verdict))].map((verdict) => ({ verdict, count: rows.filter((one) => one.verdict === verdict).length }))
  return {
    view: 'invite_many', total: rows.length, from: 0, rows, all: rows.length, verdicts, ready: rows.filter((one) => one.verdict === 'ready').length, sees_nothing: rows.filter((one) => one.sees_nothing).length,
    role_words: [], seats: SEATS, sources: [], role: 'seller', groups: [], roles: ROLES.map((role) => ({ role, may: null })), group_choices: [{ id: 'g1', name: 'Kasir' }], may_invite: null, sending: null, problem: null, max_bytes: 100, max_rows: 10_000, ...more,
  }
}
type Answers = Parameters<typeof program>[0]
async function opened(shown: InviteManyView & { view: 'invite_many' }, answers: Answers = {}) {
  const heard = program({ ask: () => ({ generation: 0, view: shown }), invite_many: () => null, read_list: () => null, ...answers })
  const { unmount } = render(InviteMany, { onclose: () => {} })
  await waitFor(() => expect(heard.asked.some(({ command }) => command === 'ask')).toBe(true))
  return { ...heard, unmount, acts: () => heard.asked.filter(({ command }) => command === 'invite_many').map(({ args }) => args.act) }
}
const file = (name: string, size: number) => Object.defineProperty(new File(['a@toko.id'], name), 'size', { value: size })
async function bring(files: File[]) {
  const input = await screen.findByTestId('list-file')
  Object.defineProperty(input, 'files', { value: files, configurable: true })
  await fireEvent.change(input)
}

beforeEach(() => signedIn())
afterEach(() => vi.restoreAllMocks())

describe('bringing a list', () => {
  it('hands over what was pasted, as it was pasted', async () => {
    const { asked } = await opened(view([]))
    await fireEvent.input(await screen.findByLabelText('Addresses or copied rows'), { target: { value: 'Bùdi <budi@toko.id>' } })
    await fireEvent.click(screen.getByTestId('list-read'))
    const { args } = asked.find(({ command }) => command === 'read_list')!
    expect([args.store, args.name, new TextDecoder().decode(args.bytes as Uint8Array)]).toEqual(['s1', '', 'Bùdi <budi@toko.id>'])
  })
  it('says why a list cannot be read, and keeps what was pasted', async () => {
    await opened(view([]), { read_list: () => Promise.reject({ code: 'list_no_addresses', with: { lines: 900, found: 0 }, message: '' }) })
    const area = (await screen.findByLabelText('Addresses or copied rows')) as HTMLTextAreaElement
    await fireEvent.input(area, { target: { value: 'a novel' } })
    await fireEvent.click(screen.getByTestId('list-read'))
    expect((await screen.findByTestId('list-problem')).textContent).toContain('no email address')
    expect(area.value).toBe('a novel')
    await fireEvent.input(area, { target: { value: '' } })
  })
  it('turns a large file down by its size, before any of it is read', async () => {
    const { asked } = await opened(view([], { max_bytes: 10 * 1024 * 1024 }))
    await bring([file('huge.csv', 50 * 1024 * 1024)])
    expect((await screen.findByTestId('list-problem')).textContent).toContain('50 MB')
    expect(asked.some(({ command }) => command === 'read_list')).toBe(false)
  })
  it('of several files those that cannot be read keep none out, and each is named with why', async () => {
    const { asked } = await opened(view([], { max_bytes: 10 * 1024 * 1024 }), {
      read_list: ({ name }) => (name === 'picture.csv' ? Promise.reject({ code: 'list_binary', with: {}, message: '' }) : null),
    })
    await bring([file('huge.csv', 50 * 1024 * 1024), file('picture.csv', 9), file('staff.csv', 9)])
    await waitFor(() => expect(asked.filter(({ command }) => command === 'read_list').map(({ args }) => args.name)).toEqual(['picture.csv', 'staff.csv']))
    const [huge, picture, ...more] = await within(await screen.findByTestId('list-problem')).findAllByRole('listitem')
    expect(huge!.textContent).toMatch(/^huge\.csv: .*50 MB/)
    expect(picture!.textContent).toMatch(/^picture\.csv: .*not a list in text/)
    expect(more).toEqual([])
  })
  it('of very many unreadable files the first are named and the rest counted', async () => {
    await opened(view([], { max_bytes: 10 }))
    await bring(Array.from({ length: 9 }, (_, at) => file(`photo ${at}.csv`, 11)))
    await waitFor(() => expect(within(screen.getByTestId('list-problem')).getAllByRole('listitem').at(-1)!.textContent).toBe('5 more files could not be read.'))
  })
  it('reads a file with its name', async () => {
    const { asked } = await opened(view([]))
    await bring([new File(['a@toko.id'], 'staff.csv')])
    await waitFor(() => expect(asked.find(({ command }) => command === 'read_list')?.args.name).toBe('staff.csv'))
  })
  it('reads a file that is dropped anywhere on it', async () => {
    const { asked } = await opened(view([row(1, 'ready')]))
    await fireEvent.drop(await screen.findByTestId('list-send'), { dataTransfer: { files: [new File(['b@toko.id'], 'more.csv')], types: ['Files'] } })
    await waitFor(() => expect(asked.find(({ command }) => command === 'read_list')?.args.name).toBe('more.csv'))
  })
  it('tells whoever may not invite why', async () => {
    await opened(view([], { may_invite: { code: 'area_required', with: { area: 'invite_remove_staff' } } }))
    expect((await screen.findByRole('alert')).textContent).toContain('Invite / remove staff')
  })
})

describe('looking it over', () => {
  const mixed = view([
    row(1, 'ready'),
    row(2, 'duplicate', { code: 'list_duplicate', with: { row: 1 } }),
    row(3, 'invalid', { code: 'invalid_email', with: { why: 'no_at' } }),
    row(4, 'skipped', { code: 'list_inactive', with: { word: 'Resigned' } }, { may_include: true }),
    row(5, 'no_seat', { code: 'no_free_seat', with: { used: 5, limit: 5 } }),
    row(6, 'member', { code: 'already_member', with: { who: 'Dewi', status: 'suspended' } }),
  ])
  it('says of each row what would become of it, and why', async () => {
    await opened(mixed)
    for (const words of ['Same address as row 1', 'There is no @ in it', 'The list says “Resigned”', 'All 5 seats are taken', /Dewi.*is suspended: restore instead/]) expect(await screen.findByText(words)).toBeTruthy()
  })
  it('tells the seats before, and after what is ready', async () => {
    await opened(mixed)
    const seats = await screen.findByTestId('list-seats')
    expect([seats.dataset.used, seats.dataset.after]).toEqual(['4', '5'])
    expect(seats.textContent).toContain('5 of 5')
  })
  it('shows the list or what is for all of it where both have no room side by side, so that one thing scrolls', async () => {
    vi.spyOn(roomy, 'current', 'get').mockReturnValue(false)
    await opened(mixed)
    const [list, forAll] = [await screen.findByTestId('list-side-list'), screen.getByTestId('list-side-all')]
    expect(screen.getByRole('grid')).toBeTruthy()
    expect(document.querySelector('.for-all')).toBeNull()
    // Who has no seat is told among the seats, and that there is something to see to on the way there.
    expect(screen.queryByTestId('list-short')).toBeNull()
    expect([list, forAll].map((tab) => tab.querySelectorAll('svg').length)).toEqual([0, 1])
    await fireEvent.click(forAll)
    expect(screen.queryByRole('grid')).toBeNull()
    expect(screen.getByTestId('list-short').closest('.for-all')).toBeTruthy()
  })

  it('sends what fits, and says so before', async () => {
    const { acts } = await opened(mixed)
    expect((await screen.findByTestId('list-short')).textContent).toContain('1 person has no free seat')
    await fireEvent.click(screen.getByRole('button', { name: 'Send the 1 that fit' }))
    expect(acts()).toEqual([{ act: 'send', partial: true }])
  })
  it('mends an address where it stands', async () => {
    const { acts } = await opened(mixed)
    const field = await screen.findByLabelText('Address in row 3')
    expect(field.getAttribute('aria-invalid')).toBe('true')
    await fireEvent.change(field, { target: { value: 'joko@toko.id' } })
    expect(acts()).toEqual([{ act: 'edit', row: 'r3', email: 'joko@toko.id', role: 'seller' }])
  })
  it('keeps what was typed into a row that goes away with the dialog', async () => {
    const { acts, unmount } = await opened(mixed)
    await fireEvent.input(await screen.findByLabelText('Address in row 3'), { target: { value: 'joko@toko.id' } })
    unmount()
    expect(acts()).toEqual([{ act: 'edit', row: 'r3', email: 'joko@toko.id', role: 'seller' }])
  })
  it('takes rows off, one or all of a kind, and invites whom the list left out', async () => {
    const { acts } = await opened(mixed)
    await fireEvent.click(await screen.findByLabelText('Take row 2 off the list'))
    await fireEvent.click(screen.getByLabelText('Invite anyway'))
    await fireEvent.click(screen.getByTestId('list-filter-invalid'))
    await fireEvent.click(await screen.findByTestId('list-remove-all'))
    expect(acts()).toEqual([{ act: 'remove', row: 'r2' }, { act: 'include', row: 'r4' }, { act: 'remove_all', verdict: 'invalid' }])
  })
  it('warns of people without a group, and gives all of them one', async () => {
    const { acts } = await opened(mixed)
    expect((await screen.findByTestId('list-no-group')).textContent).toContain('1 person will see nothing in omnichannel')
    await fireEvent.click(screen.getByLabelText('Kasir'))
    expect(acts()).toEqual([{ act: 'defaults', role: 'seller', groups: ['g1'] }])
  })
  it('tells which columns were left out, and that no password was kept', async () => {
    await opened(view([row(1, 'ready')], { sources: [{ name: 'staff.csv', rows: 1, left_out: ['Phone', 'PIN'], passwords: true }], role_words: ['Barista'] }))
    expect(await screen.findByText(/staff\.csv/)).toBeTruthy()
    expect(screen.getByText(/Phone.* and PIN/)).toBeTruthy()
    expect(screen.getByText(/Nothing of it was kept/)).toBeTruthy()
    expect(screen.getByText(/“Barista”.*none of the roles/)).toBeTruthy()
  })
  it('asks before the whole list is forgotten', async () => {
    const { acts } = await opened(mixed)
    await fireEvent.click(await screen.findByTestId('list-clear'))
    expect(acts()).toEqual([])
    await fireEvent.click(screen.getByTestId('list-clear-confirm'))
    expect(acts()).toEqual([{ act: 'clear' }])
  })
})

describe('sending it', () => {
  it('shows how far it is, and can be stopped; nothing else can be pressed', async () => {
    const { acts } = await opened(view([row(1, 'sent'), row(2, 'ready')], { sending: { done: 1, total: 2 } }))
    const bar = await screen.findByRole('progressbar')
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['1', '2'])
    expect(screen.queryByTestId('list-send')).toBeNull()
    expect(screen.queryByLabelText('Address in row 2')).toBeNull()
    await fireEvent.click(screen.getByTestId('list-stop'))
    expect(acts()).toEqual([{ act: 'stop' }])
  })
  it('tells afterwards what went and what stays', async () => {
    await opened(view([row(1, 'sent'), row(2, 'waiting'), row(3, 'refused', { code: 'no_free_seat', with: { used: 5, limit: 5 } })]))
    const said = (await screen.findByTestId('list-asked')).textContent
    expect(said).toContain('2 invitations are on their way')
    expect(said).toContain('1 row was not sent')
  })
  it('says why it stopped', async () => {
    await opened(view([row(1, 'ready')], { problem: { code: 'storage', with: { why: 'full' }, message: '' } }))
    expect((await screen.findByTestId('list-stopped')).textContent).toBeTruthy()
  })
})

describe('choosing groups', () => {
  const LONG = 'مجموعة المستودع 🏬 Gudang pusat & cabang Cikarang–Karawang'
  const all = [{ id: 'g1', name: 'Kasir' }, { id: 'g2', name: LONG }]
  const choose = (chosen: string[], more: object = {}) => {
    const onchange = vi.fn()
    render(ChooseGroups, { legend: 'Groups', all, chosen, testid: 'group', onchange, ...more })
    return onchange
  }

  it('adds one and takes one away, and names a long one whole', async () => {
    const onchange = choose(['g1'])
    expect(screen.getByRole('group', { name: 'Groups' })).toBeTruthy()
    const boxes = screen.getAllByTestId<HTMLInputElement>('group')
    expect(boxes.map((one) => one.checked)).toEqual([true, false])
    await fireEvent.click(screen.getByLabelText(LONG))
    await fireEvent.click(screen.getByLabelText('Kasir'))
    expect(onchange.mock.calls).toEqual([[['g1', 'g2']], [[]]])
  })
  it('where there are none, says only what is said of the choice', () => {
    choose([], { all: [], beneath: words('There are no groups yet') })
    expect(screen.queryByRole('checkbox')).toBeNull()
    expect(screen.getByText('There are no groups yet')).toBeTruthy()
  })
  it('where one is made on the spot, it is chosen beside the others; left, nothing is', async () => {
    const refusal = { code: 'name_taken', with: { group: 'g1' } }
    let answer = { id: 'o1', queued: false, nothing_to_do: false, refusal: refusal as Told | null, can_ask_anyway: false, undo: null }
    const { asked } = program({ new_id: () => 'g3', dispatch: () => answer })
    const beneath = createRawSnippet<[() => void]>((make) => ({ render: () => '<button>Make one</button>', setup: (button) => button.addEventListener('click', () => make()()) }))
    const onchange = choose(['g1'], { beneath })
    await fireEvent.click(screen.getByText('Make one'))
    expect(screen.queryByText('Make one')).toBeNull()
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    expect([screen.queryByTestId('make-group'), onchange.mock.calls]).toEqual([null, []])
    await fireEvent.click(screen.getByText('Make one'))
    const name = screen.getByTestId<HTMLInputElement>('make-group-name')
    expect(name.maxLength).toBe(60)
    await fireEvent.input(name, { target: { value: 'Kasir' } })
    await fireEvent.click(screen.getByTestId('make-group-make'))
    // Turned down, it stays open with what was typed.
    expect((await screen.findByRole('alert')).textContent).toContain('Another group already has this name')
    expect([name.value, onchange.mock.calls]).toEqual(['Kasir', []])
    answer = { ...answer, queued: true, refusal: null }
    await fireEvent.keyDown(name, { key: 'Enter' })
    await waitFor(() => expect(onchange.mock.calls).toEqual([[['g1', 'g3']]]))
    expect(asked.filter(({ command }) => command === 'dispatch')).toHaveLength(2)
  })
})

describe('one invitation without a group', () => {
  it('offers to make one there, which is then chosen', async () => {
    const groups = [{ id: 'g1', name: 'Kasir' }]
    const shown = { view: 'invitations', total: 0, from: 0, rows: [], seats: SEATS, may_invite: null, roles: ROLES.map((role) => ({ role, may: null })), groups, listed: 0 }
    const { asked, changed } = program({ ask: () => ({ generation: 0, view: { ...shown, groups: [...groups] } }), new_id: () => 'g2', dispatch: () => ({ id: 'o1', queued: true, nothing_to_do: false, refusal: null, can_ask_anyway: false, undo: null }) })
    render(InviteForm, { onclose: () => {} })
    await fireEvent.click(await screen.findByTestId('invite-make-group'))
    expect((screen.getByLabelText('Name of the group') as HTMLInputElement).value).toBe('Order desk')
    groups.push({ id: 'g2', name: 'Order desk' })
    await fireEvent.click(screen.getByTestId('make-group-make'))
    changed()
    expect(((await screen.findByLabelText('Order desk')) as HTMLInputElement).checked).toBe(true)
    expect(asked.find(({ command }) => command === 'dispatch')?.args.op).toMatchObject({ type: 'group.create', group: 'g2', name: 'Order desk' })
    expect(screen.queryByTestId('invite-no-group')).toBeNull()
  })
})
