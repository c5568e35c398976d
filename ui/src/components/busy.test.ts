// While the program is at it: every button that asks for something says so, asks only once, and is itself again afterwards,
// also where it went wrong. What is fetched or sent piece by piece says how far it is.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import type { Component } from 'svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { LOCKED, program, SEATS, SIGNED_IN, signedIn } from '../dev/test'
import type { Arguments } from '../lib/api'
import type { Device, Dispatched, GroupView, InvitationsView, InviteManyView } from '../lib/bindings'
import { acts } from '../lib/perform.svelte'
import DeleteGroup from '../screens/groups/DeleteGroup.svelte'
import Locked from '../screens/Locked.svelte'
import Devices from '../screens/settings/Devices.svelte'
import SignIn from '../screens/SignIn.svelte'
import Closing from './Closing.svelte'
import Confirm from './Confirm.svelte'
import CreateStore from './CreateStore.svelte'
import InviteMany from './invite/InviteMany.svelte'
import InviteForm from './InviteForm.svelte'
import NameDialog from './NameDialog.svelte'
import PassphraseForm from './PassphraseForm.svelte'
import SignOut from './SignOut.svelte'

const DONE: Dispatched = { id: 'o1', queued: true, nothing_to_do: false, refusal: null, can_ask_anyway: false, undo: false }
const PREVIEW = { people: [], people_total: 0, seats_before: SEATS, seats_after: SEATS, warnings: [], refusal: null, can_ask_anyway: false }
const LAPTOP: Device = { id: 'd2', device: 'Back office', signed_in_at: '2026-11-20T08:00:00Z', last_seen: null, current: false }
const group = { id: 'g1', name: 'Kasir', members_total: 0, invitations: [], destinations: [] } as unknown as GroupView
const invitations = { view: 'invitations', total: 0, from: 0, rows: [], seats: SEATS, may_invite: null, roles: [{ role: 'seller', may: null }], groups: [], listed: 0 } as InvitationsView & { view: 'invitations' }

const type = (testid: string, value: string) => fireEvent.input(screen.getByTestId(testid), { target: { value } })

type Case = {
  name: string
  /** Which command is under way, and by which button. */
  command: string
  testid: string
  show: [component: unknown, props?: object]
  fill?: () => Promise<unknown>
  answers?: Record<string, (args: Arguments) => unknown>
  answer?: unknown
}

const CASES: Case[] = [
  { name: 'the sign-in', command: 'sign_in', testid: 'signin-submit', show: [SignIn], fill: async () => (await type('signin-cloud', 'https://keys.example.com'), type('signin-password', 'four little words')), answer: SIGNED_IN },
  { name: 'a new store', command: 'create_store', testid: 'store-create-submit', show: [CreateStore], fill: () => type('store-name', 'Toko Melati'), answer: 's2' },
  { name: 'the unlocking', command: 'unlock', testid: 'unlock', show: [Locked, { locked: LOCKED }], fill: () => type('unlock-password', 'four little words'), answer: SIGNED_IN },
  { name: 'a passphrase', command: 'enter_passphrase', testid: 'passphrase-submit', show: [PassphraseForm, { choosing: false }], fill: () => type('passphrase', 'lampu hujan tangga'), answer: SIGNED_IN },
  { name: 'the sign-out', command: 'sign_out', testid: 'signout-confirm', show: [SignOut, { open: true }] },
  { name: 'a look before an act', command: 'preview', testid: 'confirm', show: [Confirm, { what: { op: { type: 'member.suspend', member: 'm1' }, title: 'Suspend?', confirm: 'Suspend' } }], answer: PREVIEW },
  { name: 'an act', command: 'dispatch', testid: 'confirm', show: [Confirm, { what: { op: { type: 'member.suspend', member: 'm1' }, title: 'Suspend?', confirm: 'Suspend' } }], answers: { preview: () => PREVIEW }, answer: DONE },
  { name: 'an invitation', command: 'dispatch', testid: 'invite-send', show: [InviteForm, { onclose: () => {} }], fill: async () => (await screen.findByTestId('invite-email'), type('invite-email', 'rina@toko.id')), answers: { new_id: () => 'i1' }, answer: DONE },
  { name: 'the deletion of a group', command: 'dispatch', testid: 'confirm', show: [DeleteGroup, { data: group, onclose: () => {} }], answers: { preview: () => PREVIEW }, answer: DONE },
  { name: 'the end of a sign-in elsewhere', command: 'end_device', testid: 'device-confirm', show: [Devices], fill: async () => fireEvent.click(await screen.findByTestId('device-end')), answers: { devices: () => [LAPTOP] } },
  { name: 'what is sent before the window closes', command: 'close_window', testid: 'closing-send', show: [Closing, { closing: { waiting: 2 }, onclose: () => {} }], answers: { sync_now: () => null }, answer: 0 },
]

describe('while the program is at it', () => {
  beforeEach(async () => {
    acts.offline = false
    await signedIn()
  })

  it.each(CASES)('$name is said to go on, asked for once, and can be asked for again where it went wrong', async ({ command, testid, show, fill, answers, answer }) => {
    const under: { done: (value: unknown) => void; fail: (problem: unknown) => void }[] = []
    const { asked } = program({
      session: () => SIGNED_IN,
      open_store: () => null,
      ask: ({ ask }) => ({ generation: (ask as { generation: number }).generation, view: invitations }),
      ...answers,
      [command]: () => new Promise((done, fail) => under.push({ done, fail })),
    })
    const times = () => asked.filter((one) => one.command === command).length
    const [component, props = {}] = show
    render(component as Component, { props: props as never })
    const button = () => screen.getByTestId(testid)
    const busy = () => button().getAttribute('aria-busy')
    if (command !== 'preview') {
      await fill?.()
      await waitFor(() => expect([(button() as HTMLButtonElement).disabled, busy()]).toEqual([false, null]))
      await fireEvent.click(button())
    }
    await waitFor(() => expect(under.length).toBe(1))
    expect(busy()).toBe('true')
    // Enter in a field presses the form's button, too.
    await fireEvent.click(button())
    expect(times()).toBe(1)
    under[0]!.fail({ code: 'offline', with: {}, message: '' })
    if (command === 'preview') return
    await waitFor(() => expect(busy()).toBeNull())
    await fireEvent.click(button())
    await waitFor(() => expect(times()).toBe(2))
    under[1]!.done(answer)
    // A window that closes is not there any more.
    if (command !== 'close_window') await waitFor(() => expect(screen.queryByTestId(testid)?.getAttribute('aria-busy') ?? null).toBeNull())
  })

  it('a name is asked for once, however often it is confirmed', async () => {
    let done: (outcome: Dispatched) => void = () => {}
    let times = 0
    const ask = () => {
      times += 1
      return new Promise<Dispatched>((answer) => (done = answer))
    }
    program({})
    render(NameDialog, { open: true, title: 'Rename', label: 'Name', start: 'Kasir', confirm: 'Rename', ask })
    const confirm = screen.getByTestId('name-confirm')
    await fireEvent.click(confirm)
    expect(confirm.getAttribute('aria-busy')).toBe('true')
    await fireEvent.click(confirm)
    expect(times).toBe(1)
    done(DONE)
    await waitFor(() => expect(screen.queryByTestId('name-confirm')).toBeNull())
  })

  it('a list that is being sent says how far it is, and only stopping it is left', async () => {
    const rows = [1, 2, 3].map((no) => ({ id: `r${no}`, no, name: '', email: `p${no}@toko.id`, role: 'seller', role_word: null, groups: [], unknown_groups: [], verdict: no < 2 ? 'waiting' : 'ready', why: null, sees_nothing: false, may_include: false }))
    const view = { view: 'invite_many', total: 3, from: 0, rows, all: 3, verdicts: [{ verdict: 'waiting', count: 1 }, { verdict: 'ready', count: 2 }], ready: 2, sees_nothing: 0, role_words: [], seats: SEATS, sources: [], role: 'seller', groups: [], roles: [{ role: 'seller', may: null }], group_choices: [], may_invite: null, sending: { done: 1, total: 3 }, problem: null, max_bytes: 100, max_rows: 10_000 } as unknown as InviteManyView
    let told = view
    const { asked, changed } = program({ ask: () => ({ generation: 0, view: told }), invite_many: () => null })
    render(InviteMany, { onclose: () => {} })
    const bar = await screen.findByRole('progressbar')
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['1', '3'])
    await fireEvent.click(screen.getByTestId('list-stop'))
    expect(asked.find(({ command }) => command === 'invite_many')?.args.act).toEqual({ act: 'stop' })
    expect(screen.getByTestId('list-said').textContent).toBe('')
    told = { ...view, sending: null, verdicts: [{ verdict: 'waiting', count: 3 }], ready: 0 } as InviteManyView
    changed()
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull())
    expect(screen.getByTestId('list-said').textContent).toMatch(/^3 invitations are on their way/)
  })
})

describe('a sign-in that was wrong', () => {
  it('has the password typed again over what is there', async () => {
    await signedIn()
    program({
      sign_in: () => {
        throw { code: 'bad_credentials', with: {}, message: '' }
      },
    })
    render(SignIn)
    await type('signin-password', 'four litle words')
    await fireEvent.submit(screen.getByTestId('signin-submit').closest('form')!)
    await screen.findByTestId('signin-problem')
    const field = screen.getByTestId<HTMLInputElement>('signin-password')
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, field.value.length])
  })
})
