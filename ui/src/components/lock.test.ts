// Locking, handing over, the passphrase, closing, the first sync: what each says, asks and forgets.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import App from '../App.svelte'
import { LOCKED, program, SIGNED_IN, signedIn } from '../dev/test'
import { useBackend } from '../lib/api'
import type { Locked as LockedView, Person, SessionView } from '../lib/bindings'
import { reportInput } from '../lib/idle'
import { go, nav } from '../lib/nav.svelte'
import { session } from '../lib/session.svelte'
import { strength } from '../lib/strength'
import Locked from '../screens/Locked.svelte'
import Closing from './Closing.svelte'
import FirstSync from './FirstSync.svelte'
import Me from './Me.svelte'
import Passphrase from './Passphrase.svelte'

const problem = (code: string) => () => {
  throw { code, with: {}, message: '' }
}
const BAGUS: Person = { id: 'a2', name: 'Bagus Wijaya', email: 'bagus@toko.id', cloud: 'http://127.0.0.1:1', current: false, waiting: 2 }
const type = (testid: string, value: string) => fireEvent.input(screen.getByTestId(testid), { target: { value } })
const press = (testid: string) => fireEvent.click(screen.getByTestId(testid))
const of = (asked: { command: string; args: unknown }[], command: string) => asked.filter((one) => one.command === command).map((one) => one.args)

beforeEach(async () => {
  session.view = null
  await signedIn()
})

describe('the lock', () => {
  const shown = (change: Partial<LockedView> = {}) => render(Locked, { locked: { ...LOCKED, ...change } })

  it('says whose desk it is, why, and that what waits is safe', () => {
    program({})
    shown({ why: 'idle', waiting: 3 })
    expect(screen.getByText('Dewi')).toBeTruthy()
    expect(screen.getByText(/Nobody was here for a while/)).toBeTruthy()
    expect(screen.getByTestId('locked-waiting').textContent).toContain('3 changes wait')
  })
  it.each(['asked', 'idle', 'lease_ended', 'clock_jumped'] as const)('has words for %s', (why) => {
    program({})
    shown({ why })
    expect(document.body.textContent).not.toContain('locked-')
  })
  it('opens with the password', async () => {
    const { asked } = program({ unlock: () => SIGNED_IN })
    await session.take({ ...SIGNED_IN, locked: LOCKED })
    shown()
    await type('unlock-password', 'four little words')
    await press('unlock')
    await waitFor(() => expect(session.view?.locked).toBeNull())
    expect(of(asked, 'unlock')).toEqual([{ password: 'four little words' }])
  })
  it('a wrong password is told at the field, and the cloud that is away as what it is', async () => {
    let code = 'bad_password'
    program({ unlock: () => problem(code)() })
    shown()
    await type('unlock-password', 'wrong')
    await press('unlock')
    expect((await screen.findByRole('alert')).textContent).toContain('not right')
    code = 'offline'
    await press('unlock')
    expect((await screen.findByTestId('unlock-problem')).textContent).toContain('cannot be reached')
    expect(screen.getByTestId('unlock').textContent?.trim()).toBe('Try again')
  })
  it('needs the cloud where it cannot check the password itself, and says so first', () => {
    program({})
    shown({ why: 'lease_ended', offline_possible: false })
    expect(screen.getByTestId('unlock-needs-cloud')).toBeTruthy()
  })
  it('goes over to somebody who is known here, or to somebody new', async () => {
    const { asked } = program({ switch_person: () => ({ ...SIGNED_IN, signed_in: false, open: null, account: null }) })
    await signedIn({ locked: LOCKED, people: [...SIGNED_IN.people, BAGUS] })
    shown()
    expect(screen.getAllByTestId('person').map((one) => one.dataset.email)).toEqual(['bagus@toko.id'])
    expect(screen.getByText('2 wait')).toBeTruthy()
    await press('person')
    await press('person-other')
    expect(of(asked, 'switch_person')).toEqual([{ account: 'a2' }, { account: null }])
  })
  it('is asked for with Ctrl and L, also in front of a question', async () => {
    const { asked } = program({ session: () => ({ ...SIGNED_IN, open: null }) })
    render(App)
    await waitFor(() => expect(session.view?.open).toBeNull())
    await fireEvent.keyDown(window, { key: 'l', ctrlKey: true })
    expect(of(asked, 'lock')).toHaveLength(1)
  })
  it('is reached from the menu beside the name', async () => {
    const { asked } = program({ session: () => SIGNED_IN })
    render(Me, { name: 'Dewi', email: 'dewi@toko.id' })
    await press('me-menu')
    await press('lock')
    expect(of(asked, 'lock')).toHaveLength(1)
  })
})

describe('what a locked window knows', () => {
  it('is nothing of the store: the page is emptied and begins anew, without what was open in it', async () => {
    const startAgain = vi.fn()
    useBackend({ invoke: async () => null, onChanged: async () => () => {}, startAgain })
    go('team', 'm7')
    document.body.append(Object.assign(document.createElement('p'), { textContent: 'Toko Lestari' }))
    await session.take({ ...SIGNED_IN, locked: LOCKED })
    expect(document.body.textContent).toBe('')
    expect(startAgain).toHaveBeenCalledOnce()
    expect([nav.screen, nav.id]).toEqual(['team', null])
    // A locked window that hears of a change stays as it is.
    await session.take({ ...SIGNED_IN, locked: { ...LOCKED, waiting: 1 } })
    expect(startAgain).toHaveBeenCalledOnce()
  })
  it('for somebody else it does not even know the screen', async () => {
    useBackend({ invoke: async () => null, onChanged: async () => () => {}, startAgain: () => {} })
    go('team', 'm7')
    await session.take({ ...SIGNED_IN, account: { id: 'a2', email: '', name: '' }, open: 's2' })
    expect([nav.screen, nav.id]).toEqual(['overview', null])
  })
})

describe('input', () => {
  it('is reported at most twice a minute, and not while nothing is open', async () => {
    const { asked } = program({})
    let now = 0
    const stop = reportInput(() => now)
    await fireEvent.keyDown(window)
    await fireEvent.pointerDown(window)
    now = 29_000
    await fireEvent.pointerMove(window)
    now = 31_000
    await fireEvent.wheel(window)
    expect(of(asked, 'touch')).toHaveLength(2)
    await session.take({ ...SIGNED_IN, locked: LOCKED })
    now = 90_000
    await fireEvent.keyDown(window)
    expect(of(asked, 'touch')).toHaveLength(2)
    stop()
  })
})

describe('the passphrase', () => {
  const GOOD = 'lampu hujan tangga sepatu'

  it('is chosen by typing it twice alike, of 12 characters or more', async () => {
    const { asked } = program({ choose_passphrase: () => ({ ...SIGNED_IN, rest: 'passphrase' }) })
    render(Passphrase, { asked: 'choose' })
    await type('passphrase', 'short')
    await press('passphrase-submit')
    expect(screen.getByRole('alert').textContent).toContain('12')
    await type('passphrase', GOOD)
    await type('passphrase-again', 'lampu hujan tangga sepatuu')
    await press('passphrase-submit')
    expect(screen.getByRole('alert').textContent).toContain('not the same')
    expect(asked).toEqual([])
    await type('passphrase-again', GOOD)
    await press('passphrase-submit')
    await waitFor(() => expect(session.view?.rest).toBe('passphrase'))
    expect(of(asked, 'choose_passphrase')).toEqual([{ passphrase: GOOD }])
  })
  it('may be declined, after what that means was read', async () => {
    const { asked } = program({ choose_passphrase: () => ({ ...SIGNED_IN, rest: 'memory' }) })
    render(Passphrase, { asked: 'choose' })
    await press('passphrase-nothing')
    expect(screen.getByText(/you sign in at each start/)).toBeTruthy()
    await press('passphrase-decline')
    await waitFor(() => expect(session.view?.rest).toBe('memory'))
    expect(of(asked, 'choose_passphrase')).toEqual([{ passphrase: null }])
  })
  it('is given up for a new one when it is forgotten', async () => {
    const { asked } = program({ choose_passphrase: () => ({ ...SIGNED_IN, rest: 'passphrase' }) })
    render(Passphrase, { asked: 'enter' })
    await press('passphrase-forgotten')
    expect(screen.getByText(/set aside and kept/)).toBeTruthy()
    await type('passphrase', GOOD)
    await type('passphrase-again', GOOD)
    await press('passphrase-submit')
    await waitFor(() => expect(of(asked, 'choose_passphrase')).toEqual([{ passphrase: GOOD }]))
  })
  it('is entered at a later start, and a wrong one is told at the field', async () => {
    const { asked } = program({ enter_passphrase: ({ passphrase }) => (passphrase === GOOD ? SIGNED_IN : problem('bad_passphrase')()) })
    await session.take({ ...SIGNED_IN, passphrase: 'enter' })
    render(Passphrase, { asked: 'enter' })
    await type('passphrase', 'something else entirely')
    await press('passphrase-submit')
    expect((await screen.findByRole('alert')).textContent).toContain('not the passphrase')
    await type('passphrase', GOOD)
    await press('passphrase-submit')
    await waitFor(() => expect(session.view?.passphrase).toBe('none'))
    expect(asked).toHaveLength(2)
  })
  it.each([
    ['short', 'strength-short'],
    ['passwordpassword', 'weak'],
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['dewi lestari toko', 'weak'],
    ['lampu hujan tangga', 'fair'],
    ['lampu hujan tangga sepatu', 'good'],
    ['lampu hujan tangga sepatu cermin', 'strong'],
    ['k9#Tz!2qLw8@Xb', 'fair'],
  ])('%s is said to be %s', (typed, word) => {
    expect(`strength-${strength(typed, ['Dewi Lestari', 'toko@contoh.id'])}`).toContain(word)
  })
})

describe('the sign-in', () => {
  it('asks for the seal when the program wants one, then signs in with what was typed', async () => {
    let sealed = false
    const out: SessionView = { ...SIGNED_IN, signed_in: false, open: null, account: null, cloud: 'https://cloud.contoh.id' }
    const { asked } = program({
      session: () => out,
      sign_in: () => (sealed ? { ...SIGNED_IN, open: null } : problem('passphrase_needed')()),
      choose_passphrase: () => ((sealed = true), { ...out, rest: 'passphrase' }),
    })
    session.view = null
    render(App)
    await screen.findByTestId('signin-email')
    await type('signin-email', 'dewi@toko.id')
    await type('signin-password', 'four little words')
    await press('signin-submit')
    await screen.findByTestId('passphrase')
    await press('passphrase-nothing')
    await press('passphrase-decline')
    await waitFor(() => expect(session.view?.signed_in).toBe(true))
    expect(of(asked, 'sign_in')).toHaveLength(2)
    expect(of(asked, 'sign_in')[1]).toMatchObject({ email: 'dewi@toko.id', password: 'four little words' })
  })
  it('offers whoever is known here', async () => {
    const out: SessionView = { ...SIGNED_IN, signed_in: false, open: null, account: null, people: [BAGUS] }
    const { asked } = program({ session: () => out, switch_person: () => ({ ...out, locked: { ...LOCKED, name: 'Bagus Wijaya' } }) })
    session.view = null
    render(App)
    await fireEvent.click(await screen.findByTestId('person'))
    expect((await screen.findByTestId('locked')).textContent).toContain('Bagus Wijaya')
    expect(of(asked, 'switch_person')).toEqual([{ account: 'a2' }])
  })
})

describe('a profile that cannot be opened', () => {
  it('says why at its own door, and opens once it can', async () => {
    let away = true
    program({ session: () => (away ? problem('profile_away')() : { ...SIGNED_IN, signed_in: false, open: null, account: null }) })
    session.view = null
    render(App)
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('This profile cannot be opened')
    expect(screen.getByTestId('problem').textContent).toContain('cannot be reached')
    away = false
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByTestId('signin-email')
  })
})

describe('closing while something waits in memory only', () => {
  it('is held back, and offers to send, to save, to let go, to stay', async () => {
    const { asked, closes, changed } = program({ session: () => ({ ...SIGNED_IN, open: null, rest: 'memory' }), close_window: ({ anyway }) => (anyway ? 0 : 2), save_unsent: () => '/tmp/list.json' })
    render(App)
    await screen.findByTestId('rest-memory')
    closes(2)
    expect((await screen.findByTestId('closing')).textContent).toContain('2 changes wait')
    await press('closing-save')
    await waitFor(() => expect(of(asked, 'save_unsent')).toEqual([{ store: 's1' }]))
    await press('closing-send')
    await waitFor(() => expect(of(asked, 'close_window')).toEqual([{ anyway: false }]))
    // Each change may be the one after which nothing waits.
    changed()
    await waitFor(() => expect(of(asked, 'close_window').length).toBeGreaterThan(1))
    await press('closing-anyway')
    await waitFor(() => expect(of(asked, 'close_window').at(-1)).toEqual({ anyway: true }))
  })
  it('staying changes nothing', async () => {
    const { asked } = program({})
    const onclose = vi.fn()
    render(Closing, { closing: { waiting: 1 }, onclose })
    await press('closing-stay')
    expect(asked).toEqual([])
  })
})

describe('the first sync', () => {
  it('tells how far it is in numbers, for eye and ear', () => {
    render(FirstSync, { progress: { rows: 4_210, total: 10_000 } })
    const bar = screen.getByRole('progressbar', { name: 'Fetching the store' })
    expect(bar.getAttribute('aria-valuetext')).toBe('4,210 of 10,000 people, groups and invitations')
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['4210', '10000'])
    expect(bar.querySelector('span')?.style.width).toBe('42.1%')
  })
  it('says no number before it knows one', () => {
    render(FirstSync, { progress: { rows: 0, total: 0 } })
    expect(screen.getByRole('progressbar').hasAttribute('aria-valuenow')).toBe(false)
  })
})
