// Settings that reach beyond the window's look: when it locks, how long without the cloud, which devices.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { program, SEATS, signedIn } from '../dev/test'
import type { Ask, Device, May } from '../lib/bindings'
import { setLanguage } from '../lib/i18n.svelte'
import { opening } from '../lib/opening.svelte'
import { toasts } from '../lib/toasts.svelte'
import Settings from './Settings.svelte'

const HOUR = 3_600_000
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString()
const HERE: Device = { id: 'd1', device: 'kasir-depan (Linux)', signed_in_at: ago(500), last_seen: ago(0), current: true }
const AWAY: Device = { id: 'd2', device: 'MacBook Dewi', signed_in_at: ago(900), last_seen: ago(73), current: false }
const PREVIEW = { people: [], people_total: 0, seats_before: SEATS, seats_after: SEATS, warnings: [], refusal: null, can_ask_anyway: false }
const DONE = { id: 'o1', queued: true, nothing_to_do: false, refusal: null, can_ask_anyway: false }

function shop(answers: Parameters<typeof program>[0] = {}, may_set: May = null, lease: object = {}) {
  const badge = { state: 'up_to_date', as_of: null, waiting: 0, refused: 0, problem: null }
  const frame = { view: 'frame', store: { id: 's1', name: 'Toko Lestari' }, badge, lease: { days: 30, ends_at: '2026-12-20T03:00:00Z', may_set, ...lease } }
  const opened = program({ ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: frame }), preview: () => PREVIEW, devices: () => [HERE, AWAY], ...answers })
  render(Settings)
  return opened
}
const of = (asked: { command: string; args: unknown }[], command: string) => asked.filter((one) => one.command === command).map((one) => one.args)

beforeEach(async () => {
  await setLanguage('en')
  await signedIn()
})

describe('devices', () => {
  it('names this one, tells when the others were last seen, and ends only those', async () => {
    shop()
    const rows = await screen.findAllByTestId('device')
    expect(rows[0]!.textContent).toContain('This computer')
    expect(rows[0]!.querySelector('button')).toBeNull()
    expect(rows[1]!.textContent).toContain('Last seen 3 days ago')
    expect(screen.getAllByTestId('device-end')).toHaveLength(1)
  })
  it('are ended after a second yes, and the list is asked for again', async () => {
    let all = [HERE, AWAY]
    const { asked } = shop({ devices: () => all, end_device: () => void (all = [HERE]) })
    await fireEvent.click(await screen.findByTestId('device-end'))
    expect(of(asked, 'end_device')).toEqual([])
    await fireEvent.click(screen.getByTestId('device-confirm'))
    await waitFor(() => expect(screen.getAllByTestId('device')).toHaveLength(1))
    expect(of(asked, 'end_device')).toEqual([{ id: 'd2' }])
    expect(toasts.all.at(-1)?.words()).toContain('MacBook Dewi is signed out')
  })
  it('say that the cloud keeps the list when it is away, and can be asked for again', async () => {
    let away = true
    shop({
      devices: () => {
        if (away) throw { code: 'offline', with: {}, message: '' }
        return [HERE]
      },
    })
    const said = await screen.findByTestId('devices-offline')
    away = false
    await fireEvent.click(said.querySelector('button')!)
    expect(await screen.findByTestId('device')).toBeTruthy()
    expect(screen.queryByTestId('devices-offline')).toBeNull()
  })
})

describe('how long without the cloud', () => {
  it('is told in days with the day it ends here, and set in whole days from 1 to 365', async () => {
    const { asked } = shop({ dispatch: () => DONE })
    expect((await screen.findByTestId('lease-days')).textContent).toBe('30 days')
    expect(screen.getByText(/locks on Dec 20, 2026/)).toBeTruthy()
    await fireEvent.click(screen.getByTestId('lease-change'))
    const field = screen.getByTestId<HTMLInputElement>('name-field')
    expect([field.type, field.min, field.max, field.value]).toEqual(['number', '1', '365', '30'])
    await fireEvent.input(field, { target: { value: '14' } })
    await fireEvent.click(screen.getByTestId('name-confirm'))
    await waitFor(() => expect(of(asked, 'dispatch')).toEqual([{ store: 's1', op: { type: 'store.set_offline_lease', from: 30, to: 14 }, askAnyway: false }]))
  })
  it('is greyed with the reason for whoever may not set it', async () => {
    shop({}, { code: 'area_required', with: { area: 'store_settings' } })
    await waitFor(() => expect(screen.getByTestId('lease-change').getAttribute('aria-disabled')).toBe('true'))
  })
  it('is one day at the least, and names no day where this computer has none yet', async () => {
    shop({}, null, { days: 1, ends_at: null })
    expect((await screen.findByTestId('lease-days')).textContent).toBe('1 day')
    expect(screen.getByText(/A computer that has not reached the cloud for this long locks itself/)).toBeTruthy()
    expect(screen.queryByText(/locks on/)).toBeNull()
  })
  it('turned down, it says why at the field and keeps what was typed; another number takes the reason away', async () => {
    const refusal = { code: 'changed_meanwhile', with: { field: 'offline_lease', expected: 30, present: 7 } }
    shop({ dispatch: () => ({ ...DONE, queued: false, refusal }) })
    await fireEvent.click(await screen.findByTestId('lease-change'))
    const field = screen.getByTestId<HTMLInputElement>('name-field')
    await fireEvent.input(field, { target: { value: '365' } })
    await fireEvent.click(screen.getByTestId('name-confirm'))
    expect((await screen.findByRole('alert')).textContent).toContain('now it is 7')
    expect([field.value, field.getAttribute('aria-invalid'), document.activeElement]).toEqual(['365', 'true', field])
    await fireEvent.input(field, { target: { value: '364' } })
    expect(screen.queryByRole('alert')).toBeNull()
  })
  it('is asked for once, however often it is pressed meanwhile', async () => {
    let answer = (_: typeof DONE) => {}
    const { asked } = shop({ dispatch: () => new Promise((done) => (answer = done)) })
    await fireEvent.click(await screen.findByTestId('lease-change'))
    await fireEvent.click(screen.getByTestId('name-confirm'))
    await waitFor(() => expect(screen.getByTestId('name-confirm').getAttribute('aria-busy')).toBe('true'))
    await fireEvent.click(screen.getByTestId('name-confirm'))
    expect(of(asked, 'dispatch')).toHaveLength(1)
    answer(DONE)
    await waitFor(() => expect(screen.queryByTestId('name-confirm')).toBeNull())
  })
})

describe('the lock', () => {
  it('is set in minutes, or never', async () => {
    const { asked } = shop()
    const choice = screen.getByTestId<HTMLSelectElement>('settings-lock-after')
    expect(choice.value).toBe('15')
    await fireEvent.change(choice, { target: { value: '0' } })
    await waitFor(() => expect(of(asked, 'set_settings').at(-1)).toMatchObject({ change: { lock_after: null } }))
    await fireEvent.change(screen.getByTestId('settings-lock-after'), { target: { value: '5' } })
    await waitFor(() => expect(of(asked, 'set_settings').at(-1)).toMatchObject({ change: { lock_after: 5 } }))
  })
  it.each(['encrypted', 'passphrase', 'memory'] as const)('says where things rest: %s', async (rest) => {
    await signedIn({ rest, keychain: rest === 'encrypted' ? 'system' : 'memory' })
    shop()
    expect(document.body.textContent).not.toContain('settings-rest')
  })
  it('offers a passphrase where nothing is kept', async () => {
    await signedIn({ rest: 'memory', keychain: 'memory' })
    shop()
    await fireEvent.click(screen.getByTestId('settings-seal'))
    expect(screen.getByTestId('passphrase-choose')).toBeTruthy()
  })
})

describe('the keyboard', () => {
  it('hears single keys until they are turned off, and all shortcuts can be looked up there', async () => {
    const { asked } = shop()
    const single = screen.getByRole('switch', { name: 'Shortcuts of a single key' })
    expect(single.getAttribute('aria-checked')).toBe('true')
    await fireEvent.click(single)
    await waitFor(() => expect(of(asked, 'set_settings').at(-1)).toMatchObject({ change: { single_keys_off: true } }))
    expect(screen.getByTestId('settings-single-keys').getAttribute('aria-checked')).toBe('false')
    await fireEvent.click(screen.getByTestId('settings-shortcuts'))
    expect(opening.what).toBe('sheet')
    opening.what = null
  })
})

it('says in plain words that there is no keychain, and what the system said only to whoever asks', async () => {
  await signedIn({ rest: 'memory', keychain: 'memory', keychain_problem: 'zbus error: org.freedesktop.secrets' })
  shop()
  const bar = await screen.findByTestId('settings-keychain')
  expect(bar.textContent).toContain('If it is locked, unlock it')
  const more = bar.querySelector('details')!
  expect(more.open).toBe(false)
  expect(more.querySelector('p')?.textContent).toContain('zbus')
})
