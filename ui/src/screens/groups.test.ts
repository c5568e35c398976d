// Groups: what each switch asks for, what it says of itself, and how a group is made and deleted.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { answersB } from '../dev/fixture-b'
import { program, SEATS, signedIn } from '../dev/test'
import type { Ask, Op } from '../lib/bindings'
import { go, nav } from '../lib/nav.svelte'
import { acts } from '../lib/perform.svelte'
import Groups from './Groups.svelte'

const DONE = { id: 'o1', queued: true, nothing_to_do: false, refusal: null, can_ask_anyway: false }
const PREVIEW = { people: [], people_total: 0, seats_before: SEATS, seats_after: SEATS, warnings: [], refusal: null, can_ask_anyway: false }

function shop(scene = '', answers: Parameters<typeof program>[0] = {}) {
  return program({
    ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: answersB[(ask as Ask).view]!(ask as never, scene) }),
    preview: () => PREVIEW,
    dispatch: () => DONE,
    new_id: () => 'new-id',
    ...answers,
  })
}
const ops = (asked: { command: string; args: Record<string, unknown> }[]) => asked.filter(({ command }) => command === 'dispatch').map(({ args }) => args.op as Op)

beforeEach(async () => {
  acts.confirming = null
  go('groups')
  await signedIn()
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
    await fireEvent.input(screen.getByTestId('name-field'), { target: { value: 'Harga' } })
    await fireEvent.change(screen.getByTestId('group-start'), { target: { value: 'price-keeper' } })
    await fireEvent.click(screen.getByTestId('name-confirm'))
    await waitFor(() => expect(nav.id).toBe('new-id'))
    expect(ops(asked)).toEqual([{ type: 'group.create', group: 'new-id', name: 'Harga', permissions: ['product.view', 'price.view', 'price.update'] }])
  })
  it('keeps what was typed and says why when the name is taken', async () => {
    shop('', { dispatch: () => ({ ...DONE, queued: false, refusal: { code: 'name_taken', with: { group: 'g1' } }, can_ask_anyway: true }) })
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-new'))
    await fireEvent.input(screen.getByTestId('name-field'), { target: { value: 'Order desk' } })
    await fireEvent.click(screen.getByTestId('name-confirm'))
    expect((await screen.findByRole('alert')).textContent).toContain('already has this name')
    expect(screen.getByTestId<HTMLInputElement>('name-field').value).toBe('Order desk')
    expect(screen.getByTestId('name-confirm').textContent).toContain('Ask anyway')
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
    expect(screen.getAllByTestId('group-implied')[0]!.textContent).toContain('Needed by Scan products, Download products, and Upload products')
    expect(screen.getAllByTestId('group-cut')[0]!.textContent).toContain('4 have no effect')
    expect(screen.getByText('livestream.host')).toBeTruthy()
  })
  it('shows first what a switch changes for the people inside', async () => {
    go('groups', 'g1')
    const { asked } = shop()
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-toggle-price.update'))
    expect(acts.confirming?.op).toEqual({ type: 'group.grant', group: 'g1', permissions: ['price.update'] })
    await fireEvent.click(screen.getByTestId('group-toggle-product.scan'))
    expect(acts.confirming?.op).toEqual({ type: 'group.revoke', group: 'g1', permissions: ['product.scan'] })
    expect(ops(asked)).toEqual([])
  })
  it('asks at once where nobody is inside', async () => {
    go('groups', 'g5')
    const { asked } = shop()
    render(Groups)
    await fireEvent.click(await screen.findByTestId('group-toggle-price.view'))
    await waitFor(() => expect(ops(asked)).toEqual([{ type: 'group.grant', group: 'g5', permissions: ['price.view'] }]))
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
    const confirm = screen.getByTestId<HTMLButtonElement>('confirm')
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
    const confirm = screen.getByTestId<HTMLButtonElement>('confirm')
    await waitFor(() => expect(confirm.disabled).toBe(false))
    await fireEvent.click(confirm)
    await waitFor(() => expect(ops(asked)).toEqual([{ type: 'group.delete', group: 'g5' }]))
  })
})
