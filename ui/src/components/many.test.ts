// Many in one go: picking rows of a long list, what it comes to for each, what became of each, and who goes for a plan.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { createRawSnippet, tick } from 'svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { program, SEATS, signedIn } from '../dev/test'
import type { ActView, Ask, BulkRow, BulkView, RehearsalView, UndoRow } from '../lib/bindings'
import { exact } from '../lib/formats'
import { acts } from '../lib/perform.svelte'
import { Selection } from '../lib/selection.svelte'
import { toasts } from '../lib/toasts.svelte'
import Rehearsal from '../screens/plan/Rehearsal.svelte'
import SelectionBar from '../screens/team/SelectionBar.svelte'
import Many from './Many.svelte'
import Outcome from './many/Outcome.svelte'
import Table from './Table.svelte'
import Undoables from './Undoables.svelte'

beforeEach(async () => {
  await signedIn()
  acts.many = null
  acts.undoing = false
  acts.offline = false
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} })
})

describe('Selection', () => {
  it('is a few by name, or all but a few, and never more ids than were touched', () => {
    const picked = new Selection()
    picked.toggle('a')
    expect([picked.has('a'), picked.has('b'), picked.count(100_000)]).toEqual([true, false, 1])
    picked.everything()
    picked.toggle('b')
    expect([picked.has('a'), picked.has('b'), picked.count(100_000), picked.ids.size]).toEqual([true, false, 99_999, 1])
    picked.clear()
    expect(picked.count(100_000)).toBe(0)
  })
  it('walking a range back gives up what the range brought, and keeps the rest', () => {
    const picked = new Selection()
    picked.toggle('a')
    picked.toggle('c')
    picked.range(['c', 'd', 'e'])
    picked.range(['c', 'd'])
    expect([...picked.ids].sort()).toEqual(['a', 'c', 'd'])
    picked.everything()
    picked.toggle('x')
    picked.range(['x', 'y'])
    expect(picked.count(10)).toBe(10)
  })
})

describe('Table', () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({ id: `m${at}` }))
  const row = createRawSnippet<[{ id: string }]>((one) => ({ render: () => `<span role="gridcell">${one().id}</span>` }))
  const at = (n: number) => document.querySelector<HTMLElement>(`[aria-rowindex="${n + 2}"]`)!
  const picked = () => [...document.querySelectorAll('[role=row][aria-selected=true]')].map((one) => Number(one.getAttribute('aria-rowindex')) - 2)

  function list(change: object = {}) {
    const selection = new Selection()
    const onopen = vi.fn()
    const props = { label: 'Team', columns: [{ id: 'name', label: 'Name', width: '1fr' }], total: 100_000, from: 0, rows, row, onrange: () => {}, onopen, selection, ...change }
    render(Table, props as never)
    return { selection, onopen }
  }

  it('asks for the rows where the thumb stays, and for few of those that it flies over', async () => {
    const frames: FrameRequestCallback[] = []
    vi.stubGlobal('requestAnimationFrame', (drawn: FrameRequestCallback) => frames.push(drawn))
    const frame = async () => {
      frames.splice(0).forEach((drawn) => drawn(0))
      await tick()
    }
    const asked: number[] = []
    list({ onrange: (from: number) => asked.push(from) })
    await frame()
    asked.length = 0
    const grid = screen.getByRole('grid')
    const to = async (row: number) => {
      grid.scrollTop = row * 48
      await fireEvent.scroll(grid)
    }
    await to(1_000)
    expect(asked).toEqual([1_000])
    await to(2_000)
    await to(3_000)
    await frame()
    expect(asked).toEqual([1_000])
    await frame()
    expect(asked).toEqual([1_000, 3_000])
    asked.length = 0
    for (let flown = 1; flown <= 40; flown++) {
      await to(3_000 + flown * 100)
      await frame()
    }
    expect(asked.length).toBeGreaterThanOrEqual(8)
    expect(asked.length).toBeLessThanOrEqual(10)
    for (let still = 0; still < 2; still++) await frame()
    expect(asked.at(-1)).toBe(7_000)
    vi.unstubAllGlobals()
  })
  it('says that many may be picked, and which are', async () => {
    list()
    expect(screen.getByRole('grid').getAttribute('aria-multiselectable')).toBe('true')
    expect(at(0).getAttribute('aria-selected')).toBe('false')
    await fireEvent.click(at(1).querySelector('.pick')!)
    await fireEvent.click(at(3), { ctrlKey: true })
    expect(picked()).toEqual([1, 3])
  })
  it('a plain click opens and picks nothing', async () => {
    const { onopen, selection } = list()
    await fireEvent.click(at(2))
    expect(onopen).toHaveBeenCalledWith({ id: 'm2' })
    expect(selection.count(100_000)).toBe(0)
  })
  it('shows where the keys are, also where a click came before', async () => {
    const focus = vi.spyOn(HTMLElement.prototype, 'focus')
    list()
    at(2).focus()
    await fireEvent.keyDown(at(2), { key: 'ArrowDown' })
    expect(document.activeElement).toBe(at(3))
    expect(focus.mock.calls.at(-1)).toEqual([{ preventScroll: true, focusVisible: true }])
    focus.mockRestore()
  })
  it('Shift picks a range by click and by arrow, forth and back', async () => {
    list()
    await fireEvent.click(at(2).querySelector('.pick')!)
    await fireEvent.click(at(5), { shiftKey: true })
    expect(picked()).toEqual([2, 3, 4, 5])
    await fireEvent.keyDown(at(5), { key: 'ArrowUp', shiftKey: true })
    expect(picked()).toEqual([2, 3, 4])
  })
  it('Space picks, Enter opens, Ctrl+A means all, Escape none', async () => {
    const { selection, onopen } = list()
    await fireEvent.keyDown(at(0), { key: ' ' })
    expect(picked()).toEqual([0])
    await fireEvent.keyDown(at(0), { key: 'a', ctrlKey: true })
    expect([selection.count(100_000), selection.ids.size]).toEqual([100_000, 0])
    expect(screen.getByTestId('pick-all').getAttribute('aria-checked')).toBe('true')
    await fireEvent.keyDown(at(0), { key: ' ' })
    expect(screen.getByTestId('pick-all').getAttribute('aria-checked')).toBe('mixed')
    await fireEvent.keyDown(at(0), { key: 'Escape' })
    expect(selection.count(100_000)).toBe(0)
    await fireEvent.keyDown(at(0), { key: 'Enter' })
    expect(onopen).toHaveBeenCalledOnce()
  })
  it('a range over rows that are not here is asked for; one that is too long picks nothing', async () => {
    const reach = vi.fn(async (_: number, count: number) => (count > 1000 ? null : Array.from({ length: count }, (_, n) => `m${n}`)))
    const { selection } = list({ from: 10, rows: rows.slice(10), reach })
    await fireEvent.click(at(12).querySelector('.pick')!)
    cleanup()
    expect(selection.count(100_000)).toBe(1)
    const other = list({ from: 0, rows: rows.slice(0, 20), reach })
    await fireEvent.click(at(0).querySelector('.pick')!)
    at(19).focus()
    await fireEvent.keyDown(at(19), { key: 'ArrowDown', shiftKey: true })
    await waitFor(() => expect(reach).toHaveBeenLastCalledWith(0, 21))
    await waitFor(() => expect(other.selection.count(100_000)).toBe(21))
  })
  it('without a selection it is as it was', async () => {
    const { onopen } = list({ selection: undefined })
    expect(screen.getByRole('grid').getAttribute('aria-multiselectable')).toBeNull()
    expect(screen.queryByTestId('pick-all')).toBeNull()
    await fireEvent.keyDown(at(0), { key: ' ' })
    expect(onopen).toHaveBeenCalledOnce()
  })
})

describe('SelectionBar', () => {
  it('offers what may be done, greys what may not with the reason, and all that match', async () => {
    program({})
    const onact = vi.fn()
    const oneverything = vi.fn()
    render(SelectionBar, { count: 3, total: 14, all: false, may: { access: null, staff: { code: 'area_required', with: { area: 'invite_remove_staff' } } }, onact, oneverything, onclear: () => {} })
    expect(screen.getByTestId('picked-count').textContent).toBe('3 selected')
    await fireEvent.click(screen.getByTestId('bulk-role'))
    await fireEvent.click(screen.getByTestId('bulk-suspend'))
    expect(onact.mock.calls).toEqual([['role']])
    await fireEvent.click(screen.getByTestId('picked-all'))
    expect(oneverything).toHaveBeenCalledOnce()
  })
})

const one = (change: Partial<BulkRow>): BulkRow => ({ kind: 'member', id: 'm1', name: 'Dewi', email: 'dewi@toko.id', role: 'seller', verdict: 'does', why: null, words: null, cells: [], gained: [], lost: [], warnings: [], ...change })
const FORECAST: BulkView = {
  total: 4, does: 2, drops: 0, nothing: 1, skipped: 1, refused: 0, no_seat: 0, mails: 0, seats_before: SEATS, seats_after: SEATS, listed: 4, from: 0, seen: 'f1',
  rows: [
    one({ id: 'm0', name: 'Ana', role: 'owner', verdict: 'skipped', why: { code: 'owner_protected', with: {} } }),
    one({ gained: ['price.update'], cells: [{ area: 'void_sale', from: 'none', to: 'full' }] }),
    one({ id: 'm2', name: 'Lina', warnings: [{ code: 'no_group', with: {} }] }),
    one({ id: 'm3', name: 'Eko', verdict: 'nothing' }),
  ],
}
const OUTCOME: ActView = { total: 2, done: 1, sent: 0, unsent: 0, refused: 1, dropped: 0, undo: true, listed: 2, from: 0, rows: [
  { kind: 'member', id: 'm2', name: 'Lina', email: '', role: 'seller', words: { type: 'member.change_role', with: {} }, state: 'refused', why: { code: 'unknown_member', with: {} } },
  { kind: 'member', id: 'm1', name: 'Dewi', email: '', role: 'manager', words: { type: 'member.change_role', with: {} }, state: 'done', why: null },
] }
type Asked = { ask?: { view: string; generation: number } }
const desk = (views: Record<string, object>, more: object = {}) =>
  program({ ask: ({ ask }: Asked) => ({ generation: ask!.generation, view: { view: ask!.view, ...views[ask!.view] } }), bulk: () => ({ act: 'a1', asked: 2, dropped: 0, refusal: null }), ...more } as never)
const PICKED = { who: 'these', members: ['m0', 'm1', 'm2', 'm3'] } as const

describe('Many', () => {
  const role = () => ({ kind: 'role' as const, picked: { ...PICKED, members: [...PICKED.members] }, groups: [{ id: 'g1', name: 'Kasir' }] })

  it('asks for the role first, then tells what it comes to for each, and who is left out and why', async () => {
    const { asked } = desk({ bulk: FORECAST })
    render(Many, { what: role() })
    expect(asked).toHaveLength(0)
    await fireEvent.change(screen.getByTestId('bulk-to-role'), { target: { value: 'manager' } })
    const rows = await screen.findAllByTestId('many-row')
    expect(asked.at(-1)?.args.ask).toMatchObject({ view: 'bulk', of: 'members', act: 'change_role', to: 'manager', picked: PICKED, from: 0, count: 50 })
    expect(rows.map((row) => row.dataset.verdict)).toEqual(['skipped', 'does', 'does', 'nothing'])
    expect(rows[0]!.textContent).toContain('The Owner cannot be removed')
    expect(rows[2]!.textContent).toMatch(/sees? nothing/)
    expect(screen.getByTestId('many-sum').textContent).toMatch(/2 will change.*1 left out.*1 is so already/)
    await fireEvent.click(screen.getByTestId('many-row-open'))
    expect(rows[1]!.textContent).toMatch(/Update prices.*Void a sale/s)
    expect(screen.getByTestId('many-confirm').textContent).toContain('Change 2 roles')
  })
  it('confirms what was shown, and then tells what became of each, with one way back for all', async () => {
    const onDone = vi.fn()
    const { asked } = desk({ bulk: FORECAST, act: OUTCOME, undoable: { acts: [] } })
    render(Many, { what: { kind: 'suspend', picked: role().picked, groups: [], onDone } })
    await fireEvent.click(await screen.findByTestId('many-confirm'))
    const rows = await screen.findAllByTestId('outcome-row')
    expect(asked.find(({ command }) => command === 'bulk')?.args.order).toEqual({ of: 'members', picked: PICKED, act: 'suspend', seen: 'f1', partial: false })
    expect(onDone).toHaveBeenCalledOnce()
    expect(rows.map((row) => row.dataset.state)).toEqual(['refused', 'done'])
    expect(rows[0]!.textContent).toContain('not in the team any more')
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('2')
    await fireEvent.click(screen.getByTestId('many-undo'))
    await waitFor(() => expect(asked.at(-1)?.args.ask).toMatchObject({ view: 'undoable' }))
  })
  it('offline it waits, and what was not sent can be stopped', async () => {
    acts.offline = true
    const { asked } = desk({ bulk: FORECAST, act: { ...OUTCOME, done: 0, refused: 0, unsent: 2, rows: [] } }, { stop_act: () => 2 })
    render(Many, { what: { kind: 'suspend', picked: role().picked, groups: [] } })
    await fireEvent.click(await screen.findByTestId('many-confirm'))
    expect((await screen.findByTestId('many-outcome')).textContent).toContain('kept here until you are online')
    await fireEvent.click(screen.getByTestId('many-stop'))
    expect(asked.some(({ command, args }) => command === 'stop_act' && args.act === 'a1')).toBe(true)
  })
  it('where seats do not suffice, it says for how many they do, and does it for those only when asked', async () => {
    const { asked } = desk({ bulk: { ...FORECAST, no_seat: 1, refused: 1, seats_after: { ...SEATS, used: 5, free: 0 } }, act: OUTCOME })
    render(Many, { what: { kind: 'restore', picked: role().picked, groups: [] } })
    expect((await screen.findByTestId('many-no-seat')).textContent).toContain('only 2 of them')
    expect(screen.getByText('Seats after this')).toBeTruthy()
    await fireEvent.click(screen.getByTestId('many-confirm'))
    await waitFor(() => expect(asked.find(({ command }) => command === 'bulk')?.args.order).toMatchObject({ partial: true }))
  })
  it('where nothing would change, nothing can be confirmed', async () => {
    desk({ bulk: { ...FORECAST, does: 0 } })
    render(Many, { what: { kind: 'remove', picked: role().picked, groups: [] } })
    expect(await screen.findByTestId('many-none')).toBeTruthy()
    expect(screen.queryByTestId('many-confirm')).toBeNull()
  })
  it('where something changed meanwhile, nothing is done and the new forecast is shown', async () => {
    const { asked } = desk({ bulk: FORECAST }, { bulk: () => ({ act: null, asked: 0, dropped: 0, refusal: { code: 'forecast_changed', with: {} } }) })
    render(Many, { what: { kind: 'suspend', picked: role().picked, groups: [] } })
    await fireEvent.click(await screen.findByTestId('many-confirm'))
    expect((await screen.findByTestId('many-refusal')).textContent).toContain('Something changed while this was open')
    await waitFor(() => expect(asked.filter(({ command }) => command === 'ask').length).toBeGreaterThan(1))
  })
  it('of many, one kind of row is looked at alone, a page at a time, and all are confirmed', async () => {
    const { asked } = desk({ bulk: { ...FORECAST, total: 200, does: 120, nothing: 0, skipped: 2, refused: 78, listed: 200 }, act: OUTCOME })
    render(Many, { what: { kind: 'suspend', picked: role().picked, groups: [] } })
    expect((await screen.findByRole('group', { name: 'Show only' })).textContent).toBe('All200 Not possible78Left out2Will change120')
    await fireEvent.click(screen.getByTestId('page-after'))
    await waitFor(() => expect(asked.at(-1)?.args.ask).toMatchObject({ only: null, from: 50, count: 50 }))
    await fireEvent.click(screen.getByTestId('many-only-refused'))
    await waitFor(() => expect(asked.at(-1)?.args.ask).toMatchObject({ only: 'refused', from: 0, count: 50 }))
    await fireEvent.click(screen.getByTestId('many-confirm'))
    await waitFor(() => expect(asked.find(({ command }) => command === 'bulk')?.args.order).toEqual({ of: 'members', picked: PICKED, act: 'suspend', seen: 'f1', partial: false }))
  })
  it('while the same is asked again the button stays, and says yes to what is shown; for another choice it waits for its forecast', async () => {
    const held: (() => void)[] = []
    let hold = false
    const { asked, changed } = desk({ act: OUTCOME }, {
      ask: ({ ask }: { ask: { generation: number; view: string; to?: string } }) => {
        const answer = { generation: ask.generation, view: { view: ask.view, ...(ask.view === 'act' ? OUTCOME : { ...FORECAST, seen: ask.to }) } }
        return hold ? new Promise((answered) => held.push(() => answered(answer))) : answer
      },
    })
    render(Many, { what: role() })
    await fireEvent.change(screen.getByTestId('bulk-to-role'), { target: { value: 'manager' } })
    await screen.findByTestId('many-confirm')
    hold = true
    await changed()
    expect(held).toHaveLength(1)
    expect(screen.getByTestId('many-confirm').getAttribute('aria-busy')).toBeNull()
    await fireEvent.change(screen.getByTestId('bulk-to-role'), { target: { value: 'viewer' } })
    expect(screen.queryByTestId('many-confirm')).toBeNull()
    held.shift()!()
    await waitFor(() => expect(held).toHaveLength(1))
    expect(screen.queryByTestId('many-confirm')).toBeNull()
    hold = false
    held.shift()!()
    await fireEvent.click(await screen.findByTestId('many-confirm'))
    await waitFor(() => expect(asked.find(({ command }) => command === 'bulk')?.args.order).toMatchObject({ to: 'viewer', seen: 'viewer' }))
  })
  it('groups: in or out, and which', async () => {
    const { asked } = desk({ bulk: FORECAST })
    render(Many, { what: { ...role(), kind: 'groups' } })
    await fireEvent.change(screen.getByTestId('bulk-to-group'), { target: { value: 'g1' } })
    await screen.findAllByTestId('many-row')
    expect(asked.at(-1)?.args.ask).toMatchObject({ act: 'add_to_group', group: 'g1' })
    await fireEvent.change(screen.getByTestId('bulk-way'), { target: { value: 'remove_from_group' } })
    await waitFor(() => expect(asked.at(-1)?.args.ask).toMatchObject({ act: 'remove_from_group' }))
    await waitFor(() => expect(screen.getByTestId('many-confirm').textContent).toContain('Take 2 people out'))
  })
  it('taking back tells each op in words, and what was never sent is dropped', async () => {
    const words = { type: 'member.suspend', with: { who: 'Dewi' } }
    desk({ bulk: { ...FORECAST, total: 2, does: 0, drops: 1, skipped: 0, nothing: 0, refused: 1, rows: [one({ id: 'm9', name: 'Lina', verdict: 'refused', why: { code: 'changed_since', with: { who: 'Eko' } }, words }), one({ verdict: 'drops', words })] } })
    render(Many, { what: { kind: 'undo', act: 'a1', words: 'Suspend 2 people' } })
    const rows = await screen.findAllByTestId('many-row')
    expect(rows[0]!.textContent).toContain('Eko has changed this since')
    expect(rows[1]!.textContent).toMatch(/Suspend Dewi.*never sent/)
    expect(screen.getByTestId('many-dialog').textContent).toContain('Suspend 2 people')
  })
})

describe('Outcome', () => {
  const row = OUTCOME.rows[1]!
  const states = ['refused', 'unknown', 'unsent', 'sent', 'done', 'dropped'] as const
  const open = (act: Partial<ActView>, answers: object = {}) => {
    const [onundo, onclose] = [vi.fn(), vi.fn()]
    const heard = desk({ act: { ...OUTCOME, ...act } }, answers)
    render(Outcome, { act: 'a1', onundo, onclose })
    return { ...heard, onundo, onclose }
  }

  it('has words for each state, and counts as progress only what was answered', async () => {
    open({ total: 6, done: 1, sent: 1, unsent: 1, refused: 2, dropped: 1, rows: states.map((state, at) => ({ ...row, id: `m${at}`, state })) })
    const rows = await screen.findAllByTestId('outcome-row')
    expect(rows.map((one) => one.querySelector('.comes')?.textContent)).toEqual(['Refused', 'The cloud will not tell', 'Waiting here', 'On its way', 'Done', 'Stopped'])
    const bar = screen.getByRole('progressbar', { name: '4 of 6 answered by the cloud' })
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['3', '6'])
    const { textContent } = screen.getByTestId('many-outcome')
    for (const words of ['2 came back refused', '1 was stopped', 'Stop the 1 not sent yet']) expect(textContent).toContain(words)
  })
  it('says that nothing was changed, and offers no way back from it', async () => {
    open({ total: 2, done: 0, refused: 0, dropped: 2, rows: [] })
    expect((await screen.findByText('Nothing was changed.')).getAttribute('role')).toBe('status')
    expect([screen.queryByTestId('many-undo'), screen.queryByTestId('many-stop')]).toEqual([null, null])
  })
  it('never draws more than fifty rows: the rest is a page away, which is read from its head', async () => {
    const rows = Array.from({ length: 120 }, (_, at) => ({ ...row, id: `m${at}`, name: `Seller ${at}` }))
    program({ ask: ({ ask }: { ask: Ask & { from: number; count: number } }) => ({ generation: ask.generation, view: { view: 'act', ...OUTCOME, total: 120, done: 120, refused: 0, listed: 120, from: ask.from, rows: rows.slice(ask.from, ask.from + ask.count) } }) } as never)
    render(Outcome, { act: 'a1', onundo: () => {}, onclose: () => {} })
    expect(await screen.findAllByTestId('outcome-row')).toHaveLength(50)
    expect(screen.getByTestId('page').textContent).toBe('1–50 of 120')
    await fireEvent.click(screen.getByTestId('page-after'))
    await waitFor(() => expect(screen.getAllByTestId('outcome-row')[0]!.dataset.name).toBe('Seller 50'))
    expect(document.activeElement).toBe(screen.getByRole('list', { name: 'What became of each' }))
    await fireEvent.click(screen.getByTestId('page-after'))
    await waitFor(() => expect(screen.getAllByTestId('outcome-row')).toHaveLength(20))
  })
  it('narrows to what did not work, with how many there are of each; once none is like that, all are shown', async () => {
    const { asked } = open({ total: 6, done: 2, sent: 1, unsent: 0, refused: 2, dropped: 1, listed: 6 })
    const chips = async () => (await screen.findByRole('group', { name: 'Show only' })).textContent
    expect(await chips()).toBe('All6 Did not work2Stopped1Not answered yet1Done2')
    await fireEvent.click(screen.getByTestId('many-only-bad'))
    await waitFor(() => expect(asked.at(-1)?.args.ask).toMatchObject({ view: 'act', only: ['refused', 'unknown'], from: 0, count: 50 }))
    expect(screen.getByTestId('many-only-bad').getAttribute('aria-pressed')).toBe('true')
    await fireEvent.click(screen.getByTestId('many-only-open'))
    await waitFor(() => expect(asked.at(-1)?.args.ask).toMatchObject({ only: ['unsent', 'sent'] }))
    await fireEvent.click(screen.getByTestId('many-only-open'))
    await waitFor(() => expect(asked.at(-1)?.args.ask).toMatchObject({ only: [] }))
  })
  it('says why what was not sent could not be stopped', async () => {
    open({ done: 0, refused: 0, unsent: 2, rows: [] }, {
      stop_act: () => {
        throw { code: 'already_sent', with: {}, message: '' }
      },
    })
    await fireEvent.click(await screen.findByTestId('many-stop'))
    await waitFor(() => expect(toasts.all.at(-1)?.words()).toContain('may have reached the cloud already'))
    expect(screen.getByTestId('many-stop')).toBeTruthy()
  })
  it('draws lines until it is known, and says what hinders it with a way on', async () => {
    let fail = (_: unknown) => {}
    const onclose = vi.fn()
    program({ ask: () => new Promise((_, no) => (fail = no)) })
    render(Outcome, { act: 'a1', onundo: () => {}, onclose })
    expect(screen.getByRole('status').textContent).toContain('Loading')
    await waitFor(() => fail({ code: 'not_open', with: {}, message: '' }))
    expect((await screen.findByTestId('problem')).textContent).toContain('This store is not open')
    expect(screen.queryByText(/Loading/)).toBeNull()
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(onclose).toHaveBeenCalledOnce()
  })
})

describe('Undoables', () => {
  const row: UndoRow = { id: 'a1', at: new Date().toISOString(), until: new Date().toISOString(), words: { type: 'member.change_role', with: { who: 'Dewi', role_from: 'seller', role_to: 'manager' } }, count: 3, unsent: 0, costs: false, may: null }
  it('lists each in words with a button, and a bulk as one', async () => {
    desk({ undoable: { acts: [row, { ...row, id: 'a2', count: 1, may: { code: 'undo_reached', with: {} } }] } })
    render(Undoables, {})
    const rows = await screen.findAllByTestId('undo-row')
    expect(rows[0]!.textContent).toContain('Make 3 people Manager')
    expect(rows[0]!.querySelector('time[tabindex="0"]')!.textContent).toContain(exact(row.at))
    expect(rows[1]!.textContent).toContain('Change the role of Dewi from Seller to Manager')
    expect(screen.getAllByTestId('undo-act')[1]!.getAttribute('aria-disabled')).toBe('true')
    await fireEvent.click(screen.getAllByTestId('undo-act')[0]!)
    await waitFor(() => expect(acts.many).toMatchObject({ kind: 'undo', act: 'a1' }))
  })
  it('says so where there is nothing', async () => {
    desk({ undoable: { acts: [] } })
    render(Undoables, {})
    expect(await screen.findByText('Nothing to undo')).toBeTruthy()
  })
})

describe('Rehearsal', () => {
  const VIEW: RehearsalView = {
    plan: 'team', limit: 5, used: 7, must_go: 2, picked: 2, missing: 0, may: null, total: 3, from: 0,
    rows: [
      { kind: 'invitation', id: 'i1', name: 'rina@toko.id', email: '', role: 'seller', since: null, proposed: true, picked: true, may: null },
      { kind: 'member', id: 'm1', name: 'Vera', email: '', role: 'viewer', since: null, proposed: true, picked: true, may: null },
      { kind: 'member', id: 'm2', name: 'Eko', email: '', role: 'admin', since: null, proposed: false, picked: false, may: { code: 'outranked', with: { actor_role: 'admin', target_role: 'admin' } } },
    ],
  }
  it('proposes, tells only how a choice differs, and goes on with it', async () => {
    const { asked } = desk({ rehearsal: VIEW })
    render(Rehearsal, { plan: 'team', onclose: () => {} })
    const rows = await screen.findAllByTestId('rehearsal-row')
    expect(rows.map((row) => row.dataset.picked)).toEqual(['true', 'true', 'false'])
    expect(rows[2]!.textContent).toContain('does not rank above')
    await fireEvent.click(rows[0]!.querySelector('input')!)
    await waitFor(() => expect(asked.at(-1)?.args.ask).toMatchObject({ view: 'rehearsal', plan: 'team', without: ['i1'], with: [] }))
    await fireEvent.click(screen.getByTestId('rehearsal-next'))
    expect(acts.many).toMatchObject({ kind: 'plan', plan: 'team', without: ['i1'], with: [] })
  })
  it('as long as too few are picked there is no way on, and the reason is told', async () => {
    desk({ rehearsal: { ...VIEW, picked: 1, missing: 1, may: { code: 'plan_too_small', with: { used: 6, limit: 5 } } } })
    render(Rehearsal, { plan: 'team', onclose: () => {} })
    expect((await screen.findByTestId('rehearsal-left')).textContent).toContain('Choose one more')
    expect(screen.getByTestId('rehearsal-next').getAttribute('aria-disabled')).toBe('true')
  })
})
