// Newer versions: what is offered, what each step says, and that nothing is fetched or put in unasked.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { program, SIGNED_IN, signedIn } from '../dev/test'
import type { UpdateStep, UpdatesView } from '../lib/bindings'
import { languages, setLanguage } from '../lib/i18n.svelte'
import { nav } from '../lib/nav.svelte'
import { updates } from '../lib/updates.svelte'
import Updates from '../screens/settings/Updates.svelte'
import TooOld from './TooOld.svelte'
import UpdateOffer from './UpdateOffer.svelte'
import WrittenByNewer from './WrittenByNewer.svelte'

const OFFER = { version: '0.2.0', notes: '- Faster\n- Nicer', made_at: '2026-12-01T08:00:00Z' }
const VIEW: UpdatesView = { version: '0.1.0', way: 'here', offer: OFFER, mention: true, step: { step: 'resting' }, looked_at: '2026-12-02T08:00:00Z', kept: null }
const press = (testid: string) => fireEvent.click(screen.getByTestId(testid))
const of = (asked: { command: string; args: unknown }[], command: string) => asked.filter((one) => one.command === command).map((one) => one.args)

async function settings(change: Partial<UpdatesView> = {}) {
  const view = { ...VIEW, ...change }
  const opened = program({ updates: () => view, set_settings: () => null })
  render(Updates, { settings: SIGNED_IN.settings })
  await screen.findByTestId('updates')
  return opened
}

beforeEach(async () => {
  await setLanguage('en')
  updates.view = null
  await signedIn()
})

describe('settings', () => {
  it('offer a newer version with what is new in it, and do nothing unasked', async () => {
    const { asked } = await settings()
    expect(screen.getByTestId('updates-offer').textContent).toContain('Version 0.2.0 is available')
    expect(screen.getByTestId('updates-notes').textContent).toBe('- Faster\n- Nicer')
    expect(asked.every(({ command }) => command === 'updates')).toBe(true)
    await press('updates-now')
    await waitFor(() => expect(of(asked, 'update')).toEqual([{ anyway: false }]))
    await press('updates-later')
    await waitFor(() => expect(of(asked, 'put_update_off')).toHaveLength(1))
  })
  it('look when asked to, and by themselves unless that is switched off', async () => {
    const { asked } = await settings({ offer: null, mention: false })
    expect(screen.getByTestId('updates-newest')).toBeTruthy()
    await press('updates-look')
    await waitFor(() => expect(of(asked, 'look_for_update')).toHaveLength(1))
    await press('updates-by-itself')
    await waitFor(() => expect(of(asked, 'set_settings')).toEqual([{ change: { updates_off: true } }]))
  })
  it('say plainly that a build without a key is not updated', async () => {
    await settings({ way: 'not_set_up', offer: null, mention: false, looked_at: null })
    expect(screen.getByTestId('updates').textContent).toContain('accepts none')
    expect(screen.queryByRole('button')).toBeNull()
    expect(screen.queryByRole('switch')).toBeNull()
  })
  it('leave a package of the system to the system', async () => {
    const { asked } = await settings({ way: 'package' })
    expect(screen.queryByTestId('updates-now')).toBeNull()
    await press('updates-page')
    await waitFor(() => expect(of(asked, 'open_updates_page')).toHaveLength(1))
  })
  it('tell what could not be sent, and update then only when told so', async () => {
    const left = { hers: 2, others: [{ name: 'Budi', waiting: 1 }] }
    const { asked } = await settings({ step: { step: 'asking', left } })
    const said = screen.getByTestId('updates-asking').textContent
    expect(said).toContain('2 changes could not be sent now')
    expect(said).toContain('One change of Budi')
    expect(screen.queryByTestId('updates-now')).toBeNull()
    await press('updates-waiting')
    expect(nav.screen).toBe('waiting')
    await press('updates-anyway')
    await waitFor(() => expect(of(asked, 'update')).toEqual([{ anyway: true }]))
  })
  it.each(languages.flatMap((language) => (['looking', 'fetching', 'sending', 'installing', 'failed'] as const).map((step) => [step, language] as const)))('have words for the step %s in %s', async (step, language) => {
    await setLanguage(language)
    const steps: Record<typeof step, UpdateStep> = {
      looking: { step: 'looking' },
      fetching: { step: 'fetching', got: 50, total: 200 },
      sending: { step: 'sending' },
      installing: { step: 'installing' },
      failed: { step: 'failed', problem: { code: 'update_not_ours', with: {}, message: '' } },
    }
    await settings({ step: steps[step] })
    expect(document.body.textContent).not.toMatch(/updates?-[a-z]/)
    expect(screen.queryByTestId('updates-now') === null).toBe(step !== 'looking' && step !== 'failed')
    expect(screen.queryByTestId('updates-failed') !== null).toBe(step === 'failed')
    if (step === 'fetching') expect(screen.getByTestId('updates-progress').getAttribute('aria-valuenow')).toBe('50')
  })
  it('offer the way back only to the version that kept something', async () => {
    const kept = { version: '0.1.0', at: '2026-12-01T08:00:00Z', may_go_back: true }
    const { asked } = await settings({ kept })
    await press('go-back')
    expect(of(asked, 'go_back')).toEqual([])
    await press('go-back-confirm')
    await waitFor(() => expect(of(asked, 'go_back')).toHaveLength(1))
  })
  const KEPT = { version: '0.1.0', at: '2026-12-01T08:00:00Z', may_go_back: true }
  it('say what going back means before it is done, and do nothing where it is left', async () => {
    const { asked } = await settings({ kept: KEPT })
    await press('go-back')
    expect(screen.getByTestId('go-back-dialog').textContent).toMatch(/as this computer knew them on Dec 1, 2026.*put aside, not deleted/)
    await press('go-back-leave')
    await waitFor(() => expect(screen.queryByTestId('go-back-confirm')).toBeNull())
    expect(of(asked, 'go_back')).toEqual([])
  })
  it('say why there is no way back now, and can be asked again; meanwhile it is asked for once', async () => {
    let fail = (_: unknown) => {}
    program({ updates: () => ({ ...VIEW, kept: KEPT }), go_back: () => new Promise((_, no) => (fail = no)) })
    render(Updates, { settings: SIGNED_IN.settings })
    await fireEvent.click(await screen.findByTestId('go-back'))
    await press('go-back-confirm')
    const confirm = screen.getByTestId('go-back-confirm')
    expect(confirm.getAttribute('aria-busy')).toBe('true')
    fail({ code: 'storage', with: { why: 'full' }, message: '' })
    expect((await screen.findByRole('alert')).textContent).toContain('The disk of this computer is full')
    expect(confirm.getAttribute('aria-busy')).toBeNull()
    await press('go-back-confirm')
    expect(screen.queryByRole('alert')).toBeNull()
  })
  it('say to a newer version where the way back begins', async () => {
    await settings({ kept: { version: '0.0.9', at: '2026-12-01T08:00:00Z', may_go_back: false } })
    expect(screen.getByTestId('updates').textContent).toContain('Version 0.0.9 kept')
    expect(screen.queryByTestId('go-back')).toBeNull()
  })
})

describe('what is told', () => {
  it('is not overtaken by an older answer', async () => {
    let answer = (_: UpdatesView) => {}
    program({ updates: () => new Promise<UpdatesView>((done) => (answer = done)) })
    const asked = updates.refresh()
    updates.told(VIEW)
    answer({ ...VIEW, step: { step: 'looking' } })
    await asked
    expect(updates.view?.step.step).toBe('resting')
  })
})

describe('the offer at the edge of the window', () => {
  it('leads to what is new, or is put away', async () => {
    const { asked } = program({})
    render(UpdateOffer, { version: '0.2.0' })
    await press('update-offer-look')
    expect([nav.screen, nav.id]).toEqual(['settings', 'updates'])
    await press('update-offer-later')
    await waitFor(() => expect(asked.map(({ command }) => command)).toEqual(['put_update_off']))
  })
})

describe('a version that is too old for the cloud', () => {
  it('says what becomes of what waits, and leads to the newer one', async () => {
    program({})
    updates.view = VIEW
    render(TooOld, { waiting: 3 })
    expect(screen.getByTestId('too-old').textContent).toContain('Your 3 unsent changes stay')
    await press('too-old-update')
    expect(nav.screen).toBe('settings')
  })
  it('looks for one where none is known, and says whom to ask where it cannot', async () => {
    const { asked } = program({})
    updates.view = { ...VIEW, offer: null, mention: false }
    const { rerender } = render(TooOld, { waiting: 0 })
    await press('too-old-look')
    await waitFor(() => expect(of(asked, 'look_for_update')).toHaveLength(1))
    updates.view = { ...updates.view, way: 'not_set_up' }
    await rerender({ waiting: 1 })
    expect(screen.getByTestId('too-old').textContent).toContain('ask whoever gave it to you')
    expect(screen.queryByTestId('too-old-look')).toBeNull()
    await press('too-old-again')
    await waitFor(() => expect(of(asked, 'sync_now')).toHaveLength(1))
  })
})

describe('files of a newer version', () => {
  const error = { code: 'written_by_newer', with: {}, message: '' }
  it('are told of, with the way back where there is one', async () => {
    program({ session: () => SIGNED_IN })
    let again = 0
    updates.view = { ...VIEW, kept: { version: '0.1.0', at: '2026-12-01T08:00:00Z', may_go_back: true } }
    render(WrittenByNewer, { error, again: () => void (again += 1) })
    expect(screen.getByTestId('written-by-newer').textContent).toContain('Nothing is lost')
    await press('go-back')
    await press('go-back-confirm')
    await waitFor(() => expect(again).toBe(1))
  })
})
