// The step before a consequential act, a menu, and the dialog beneath them.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { program, SEATS, signedIn } from '../dev/test'
import type { Op, PreviewView } from '../lib/bindings'
import { opening } from '../lib/opening.svelte'
import { acts, sayOutcome } from '../lib/perform.svelte'
import { toasts } from '../lib/toasts.svelte'
import Confirm from './Confirm.svelte'
import InvitationActs from '../screens/invitations/InvitationActs.svelte'
import InviteForm from './InviteForm.svelte'

const op: Op = { type: 'member.change_role', member: 'm1', from: 'seller', to: 'manager' }
const preview: PreviewView = {
  people: [{ kind: 'member', id: 'm1', name: 'Ayu', cells: [{ area: 'void_sale', from: 'none', to: 'full' }], gained: ['price.update'], lost: ['orders.view'] }],
  people_total: 4,
  seats_before: SEATS,
  seats_after: { ...SEATS, used: 3, active: 2, free: 2 },
  warnings: [{ code: 'empty_group', with: {} }],
  refusal: null,
  can_ask_anyway: false,
}
const DONE = { id: 'o1', queued: true, nothing_to_do: false, refusal: null, can_ask_anyway: false }
const NO_SEAT = { code: 'no_free_seat', with: { used: 5, limit: 5 } }

beforeEach(async () => {
  await signedIn()
  acts.confirming = null
})

describe('Confirm', () => {
  const what = { op, title: 'Make Ayu Manager?', confirm: 'Make Manager' }

  it('shows what is gained and lost cell by cell, the other people, the seats and the warnings', async () => {
    program({ preview: () => preview })
    render(Confirm, { what })
    const dialog = await screen.findByTestId('preview')
    for (const text of ['Void a sale', 'None', 'Full', 'Update prices', 'View orders', 'And 3 more people.', 'Seats after this', '2 free']) {
      expect(dialog.textContent).toContain(text)
    }
    expect(screen.getByRole('alert').textContent).toContain('holds no permissions yet')
  })
  it('asks for the act once it is confirmed, and closes', async () => {
    const { asked } = program({ preview: () => preview, dispatch: () => DONE })
    const onDone = vi.fn()
    acts.confirming = { ...what, onDone }
    render(Confirm, { what: acts.confirming })
    await screen.findByTestId('preview')
    await fireEvent.click(screen.getByTestId('confirm'))
    await waitFor(() => expect(onDone).toHaveBeenCalledWith('o1'))
    expect(asked.at(-1)).toEqual({ command: 'dispatch', args: { store: 's1', op, askAnyway: false } })
    await waitFor(() => expect(acts.confirming).toBeNull())
    expect(toasts.all.at(-1)?.words()).toContain('Saved')
  })
  it('a refusal stands in words and nothing can be confirmed', async () => {
    program({ preview: () => ({ ...preview, refusal: { code: 'own_access', with: {} } }) })
    render(Confirm, { what })
    expect((await screen.findByTestId('confirm-refusal')).textContent).toContain('Nobody can change their own access')
    expect(screen.queryByTestId('confirm')).toBeNull()
    expect(screen.queryByTestId('confirm-anyway')).toBeNull()
  })
  it('where others could change the answer, it can be asked anyway', async () => {
    const { asked } = program({ preview: () => ({ ...preview, refusal: NO_SEAT, can_ask_anyway: true }), dispatch: () => ({ ...DONE, refusal: NO_SEAT }) })
    render(Confirm, { what })
    await fireEvent.click(await screen.findByTestId('confirm-anyway'))
    await waitFor(() => expect(asked.at(-1)?.args.askAnyway).toBe(true))
  })
  it('a program that breaks says so and can be tried again', async () => {
    let times = 0
    program({
      preview: () => {
        if (++times === 1) throw { code: 'storage', with: {}, message: 'disk full' }
        return preview
      },
    })
    render(Confirm, { what })
    await fireEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    expect(await screen.findByTestId('preview')).toBeTruthy()
  })
})

describe('sayOutcome', () => {
  it('says so when there was nothing to do', () => {
    sayOutcome({ ...DONE, queued: false, nothing_to_do: true, undo: false })
    expect(toasts.all.at(-1)?.words()).toContain('Nothing to do')
  })
})

describe('InviteForm', () => {
  const view = { view: 'invitations', total: 0, from: 0, rows: [], seats: SEATS, may_invite: null, roles: [{ role: 'seller', may: null }], groups: [{ id: 'g1', name: 'Order desk' }] }
  const answers = { ask: ({ ask }: { ask?: { generation: number } }) => ({ generation: ask?.generation, view }), new_id: () => 'i1' }

  it('warns without a group, and sends address, role and groups', async () => {
    const { asked } = program({ ...(answers as never as object), dispatch: () => DONE })
    const onclose = vi.fn()
    render(InviteForm, { onclose })
    expect(await screen.findByTestId('invite-no-group')).toBeTruthy()
    await fireEvent.input(screen.getByTestId('invite-email'), { target: { value: 'Tari@Contoh.id' } })
    await fireEvent.click(screen.getByTestId('invite-group'))
    expect(screen.queryByTestId('invite-no-group')).toBeNull()
    await fireEvent.click(screen.getByTestId('invite-send'))
    await waitFor(() => expect(onclose).toHaveBeenCalledOnce())
    expect(asked.at(-1)?.args.op).toEqual({ type: 'invitation.send', invitation: 'i1', email: 'Tari@Contoh.id', role: 'seller', groups: ['g1'] })
  })
  it('tells what she will be able to do before it is sent, and what her role cuts', async () => {
    const cuts = { code: 'role_cuts', with: { count: 1, role: 'seller', permissions: ['users.view'] } }
    const foreseen = { ...preview, people: [{ ...preview.people[0]!, kind: 'invitation', name: 'tari@contoh.id' }], warnings: [{ code: 'no_group', with: { role: 'seller' } }, cuts] }
    const { asked } = program({ ...(answers as never as object), preview: ({ op }) => ((op as { email: string }).email.includes('@') ? foreseen : { ...preview, people: [], warnings: [] }) })
    render(InviteForm, { onclose: () => {} })
    const email = await screen.findByTestId('invite-email')
    expect(screen.queryByTestId('invite-access')).toBeNull()
    await fireEvent.input(email, { target: { value: 'tari@contoh.id' } })
    const access = await screen.findByTestId('invite-access')
    expect(access.textContent).toContain('one area of the store, one permission in omnichannel')
    expect(access.textContent).toContain('Void a sale')
    expect(screen.getAllByTestId('invite-warning').map((bar) => bar.textContent)).toEqual([expect.stringContaining('no effect for the role Seller')])
    expect(asked.some(({ command }) => command === 'dispatch')).toBe(false)
    await fireEvent.input(email, { target: { value: 'tari' } })
    await waitFor(() => expect(screen.queryByTestId('invite-access')).toBeNull())
  })
  it('keeps what was typed when it is turned down, with the reason at its place', async () => {
    program({ ...(answers as never as object), dispatch: () => ({ ...DONE, queued: false, refusal: { code: 'invalid_email', with: {} } }) })
    render(InviteForm, { onclose: () => {} })
    const email = (await screen.findByTestId('invite-email')) as HTMLInputElement
    await fireEvent.input(email, { target: { value: 'tari' } })
    await fireEvent.click(screen.getByTestId('invite-send'))
    await waitFor(() => expect(email.getAttribute('aria-invalid')).toBe('true'))
    expect(email.value).toBe('tari')
  })
})

describe('InvitationActs', () => {
  const one = {
    id: 'i1', email: 'tari@contoh.id', role: 'seller' as const, groups: [], status: 'pending' as const, expires_at: null, accepted_at: null, invited_by: 'Dewi', sent_count: 1, delivery: 'sent' as const, delivery_reason: null, mark: null,
    may: { resend: null, withdraw: null, change_role: { code: 'outranked', with: { actor_role: 'admin', target_role: 'admin' } }, link: null },
    roles: [], empty_access: true,
  }
  it('opens by keyboard, walks by arrows, and closes on Escape with the focus back', async () => {
    program({})
    render(InvitationActs, { one })
    const trigger = screen.getByRole('button', { name: 'Actions for tari@contoh.id' })
    await fireEvent.click(trigger)
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Resend'))
    await fireEvent.keyDown(document.activeElement!, { key: 'ArrowUp' })
    expect(document.activeElement?.textContent).toContain('Withdraw')
    await fireEvent.keyDown(document.activeElement!, { key: 'Escape' })
    expect(document.activeElement).toBe(trigger)
  })
  it('stays within the window', async () => {
    program({})
    const wide = (left: number) => ({ left, right: left + 160, top: 40, bottom: 200, width: 160, height: 160 }) as DOMRect
    const boxes = vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(wide(-120))
    render(InvitationActs, { one })
    await fireEvent.click(screen.getByRole('button', { name: /Actions/ }))
    // Its end stands at the button's, 40 px from the window's edge, and it leaves the window by 120: it moves in by these and a little more.
    expect(screen.getByRole('menu').style.left).toBe('168px')
    boxes.mockRestore()
  })
  it('an entry that may not be chosen carries its reason', async () => {
    program({})
    render(InvitationActs, { one })
    await fireEvent.click(screen.getByRole('button', { name: /Actions/ }))
    const entry = screen.getByTestId('invitation-role')
    expect(entry.getAttribute('aria-disabled')).toBe('true')
    expect(entry.textContent).toContain('does not rank above')
  })
  it.each(['pending', 'expired'] as const)('sending one that is %s again asks first', async (status) => {
    const { asked } = program({})
    render(InvitationActs, { one: { ...one, status } })
    await fireEvent.click(screen.getByRole('button', { name: /Actions/ }))
    await fireEvent.click(screen.getByTestId('invitation-resend'))
    expect(acts.confirming?.op).toEqual({ type: 'invitation.resend', invitation: 'i1' })
    expect(asked.some(({ command }) => command === 'dispatch')).toBe(false)
  })
  it('opens by itself what the palette asked for, once', async () => {
    program({ invitation_link: () => 'https://keys.example/join/abc', qr: () => ({ size: 21, path: 'M0 0h1v1H0z' }) })
    opening.of = { id: 'i2', what: 'link' }
    render(InvitationActs, { one })
    expect(opening.of).toEqual({ id: 'i2', what: 'link' })
    opening.of = { id: 'i1', what: 'link' }
    await waitFor(() => expect(screen.getByTestId('invitation-link-dialog').hasAttribute('open')).toBe(true))
    expect(screen.getByTestId('invitation-role-dialog').hasAttribute('open')).toBe(false)
    expect(opening.of).toBeNull()
  })
  it('withdrawing asks first', async () => {
    program({})
    render(InvitationActs, { one })
    await fireEvent.click(screen.getByRole('button', { name: /Actions/ }))
    await fireEvent.click(screen.getByTestId('invitation-withdraw'))
    expect(acts.confirming?.op).toEqual({ type: 'invitation.withdraw', invitation: 'i1' })
  })
})
