// Activity, plan, my access and settings: what each state says and asks.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { answersB } from '../dev/fixture-b'
import { program, SEATS, signedIn } from '../dev/test'
import type { ActivityRow, Ask } from '../lib/bindings'
import { forgetKept } from '../lib/kept.svelte'
import { go } from '../lib/nav.svelte'
import { acts } from '../lib/perform.svelte'
import Activity from './Activity.svelte'
import { byDay, joined, wasOffline } from './activity/days'
import MyAccess from './MyAccess.svelte'
import Plan from './Plan.svelte'
import PlanCard from './plan/PlanCard.svelte'
import Settings from './Settings.svelte'

const PREVIEW = { people: [], people_total: 0, seats_before: SEATS, seats_after: SEATS, warnings: [], refusal: null, can_ask_anyway: false }
const FRAME = { view: 'frame', store: { id: 's1', name: 'Toko Lestari' }, badge: { state: 'offline', as_of: null, waiting: 2, refused: 1, problem: null } }

function shop(scene = '', answers: Parameters<typeof program>[0] = {}) {
  const view = (ask: Ask) => (ask.view === 'frame' ? FRAME : answersB[ask.view]!(ask as never, scene))
  return program({ ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: view(ask as Ask) }), preview: () => PREVIEW, ...answers })
}
const row = (seq: number, at: string, made_at: string | null = null): ActivityRow => ({ seq, at, made_at, by: 'Ana', by_me: false, device: null, type: 'member.suspended', with: { who: 'Budi' }, refused: null })

beforeEach(async () => {
  forgetKept()
  acts.confirming = null
  go('overview')
  await signedIn()
})

describe('Activity', () => {
  it('gathers by day, tells who did what, and pages back to the beginning', async () => {
    go('activity')
    shop()
    render(Activity)
    expect(await screen.findAllByTestId('activity-row')).toHaveLength(50)
    expect(screen.getAllByText('You changed the role of Bagus Wijaya from Seller to Manager.').length).toBeGreaterThan(1)
    for (const expected of [100, 150, 200]) {
      await fireEvent.click(screen.getByTestId('activity-earlier'))
      await waitFor(() => expect(screen.getAllByTestId('activity-row')).toHaveLength(expected))
    }
    expect(screen.getByText('This is where the store begins.')).toBeTruthy()
  })
  it('comes back with the older pages that were open, fetched again one by one, and forgets them with the person', async () => {
    go('activity')
    const { asked } = shop()
    const first = render(Activity)
    await screen.findAllByTestId('activity-row')
    for (const expected of [100, 150]) {
      await fireEvent.click(screen.getByTestId('activity-earlier'))
      await waitFor(() => expect(screen.getAllByTestId('activity-row')).toHaveLength(expected))
    }
    first.unmount()
    asked.length = 0
    const again = render(Activity)
    await waitFor(() => expect(screen.getAllByTestId('activity-row')).toHaveLength(150))
    expect(asked.map(({ args }) => (args.ask as { before: number | null }).before).filter((before) => before !== null)).toHaveLength(2)
    again.unmount()
    forgetKept()
    render(Activity)
    expect(await screen.findAllByTestId('activity-row')).toHaveLength(50)
  })
  it('lists refused attempts with their reason, and says why others may not see them', async () => {
    go('activity', 'refused')
    shop()
    const first = render(Activity)
    expect((await screen.findAllByTestId('activity-row'))[0]!.textContent).toContain('Hendra Gunawan tried: Invite joko@contoh.co.id as Seller.')
    first.unmount()
    shop('manager')
    render(Activity)
    expect(await screen.findByText('Only Owner and Admin see this')).toBeTruthy()
  })
})

describe('pages of activity', () => {
  it('start a new day where the date changes', () => {
    expect(byDay([row(3, '2026-03-02T12:00:00Z'), row(2, '2026-03-02T11:00:00Z'), row(1, '2026-02-27T12:00:00Z')]).map((day) => day.rows.length)).toEqual([2, 1])
  })
  it('join without a double, and let the older part go rather than leave a hole', () => {
    const rows = (...seqs: number[]) => seqs.map((seq) => row(seq, '2026-03-02T12:00:00Z'))
    const seqs = (list: ActivityRow[]) => list.map(({ seq }) => seq)
    expect(seqs(joined(rows(6, 5), rows(5, 4, 3, 2), true))).toEqual([6, 5, 4, 3, 2])
    expect(seqs(joined(rows(6, 5), rows(4, 3, 2), true))).toEqual([6, 5, 4, 3, 2])
    expect(seqs(joined(rows(60, 59), rows(5, 4, 3), true))).toEqual([60, 59])
  })
  it('tell of a wait that was long, not of every second', () => {
    expect(wasOffline(row(1, '2026-03-02T12:00:00Z', '2026-03-02T11:59:58Z'))).toBe(false)
    expect(wasOffline(row(1, '2026-03-02T12:00:00Z', '2026-03-02T09:00:00Z'))).toBe(true)
    expect(wasOffline(row(1, '2026-03-02T12:00:00Z'))).toBe(false)
  })
})

describe('Plan & seats', () => {
  it('leads from a plan that is too small, with the numbers, to those who must go first', async () => {
    shop()
    render(Plan)
    const rehearse = await screen.findByTestId('plan-rehearse-team')
    expect(screen.getByTestId('plan-team').textContent).toContain('12 must be freed first')
    expect(screen.queryByTestId('plan-choose-team')).toBeNull()
    await fireEvent.click(rehearse)
    expect(await screen.findByTestId('rehearsal')).toBeTruthy()
  })
  it('looks at the change before it is made', async () => {
    shop()
    render(Plan)
    await fireEvent.click(await screen.findByTestId('plan-choose-enterprise'))
    expect(acts.confirming?.op).toEqual({ type: 'plan.change', from: 'business', to: 'enterprise' })
  })
  it('offers nothing where the store is, and greys the rest with the reason for whoever may not choose', async () => {
    shop('manager')
    render(Plan)
    const card = async (plan: string) => within(await screen.findByTestId(`plan-${plan}`))
    expect((await card('business')).getByText('Your plan')).toBeTruthy()
    expect((await card('business')).queryByRole('button')).toBeNull()
    expect((await card('enterprise')).getByText('Unlimited seats')).toBeTruthy()
    const choose = (await card('enterprise')).getByTestId('plan-choose-enterprise')
    expect(choose.getAttribute('aria-disabled')).toBe('true')
    await fireEvent.click(choose)
    expect(acts.confirming).toBeNull()
    // One seat is told as one, and no way leads to a rehearsal of what is not hers to choose.
    expect((await card('starter')).getByText('1 seat')).toBeTruthy()
    expect(screen.queryByTestId('plan-rehearse-starter')).toBeNull()
  })
  it('tells how many seats more there would be', async () => {
    const choice = { plan: 'enterprise' as const, limit: 100, current: false, may: null, must_go: 0, more: 75 }
    const { rerender } = render(PlanCard, { choice, present: 'business', used: 17 })
    expect(screen.getByTestId('plan-more').textContent).toBe('75 seats more than now')
    await rerender({ choice: { ...choice, more: 1 } })
    expect(screen.getByTestId('plan-more').textContent).toBe('1 seat more than now')
    await rerender({ choice: { ...choice, more: null } })
    expect(screen.queryByTestId('plan-more')).toBeNull()
  })
  it('leads from the present plan too, where more seats are used than it has, to those who must go', async () => {
    shop('over')
    render(Plan)
    expect((await screen.findByTestId('plan-team')).dataset.current).toBe('true')
    expect(screen.getByTestId('plan-rehearse-team')).toBeTruthy()
  })
  it('says that the store is over its limit and what still works', async () => {
    shop('over')
    render(Plan)
    expect((await screen.findByTestId('plan-over-limit')).textContent).toContain('Nothing can be added until the team fits again')
  })
})

describe('My access', () => {
  it('shows all 12 areas and 25 permissions with their reasons, and who can change it', async () => {
    shop('seller')
    render(MyAccess)
    expect((await screen.findByTestId('my-access')).dataset.role).toBe('seller')
    expect(screen.getAllByTestId('access-cell')).toHaveLength(12)
    expect(screen.getAllByTestId('access-permission')).toHaveLength(25)
    expect(screen.getAllByText(/Marketplace operators would grant it, but the role may not hold it/).length).toBeGreaterThan(0)
    expect(screen.getByText('Ratna Lestari')).toBeTruthy()
  })
  it('says how old it is, and exactly since when, to who hovers, tabs, touches or listens', async () => {
    shop('seller')
    render(MyAccess)
    await screen.findByTestId('my-access')
    const time = document.querySelector('header time')!
    expect(time.getAttribute('tabindex')).toBe('0')
    expect(time.textContent).toMatch(/^Synced .*, \w+ \d+, \d{4}, \d+:\d+/)
    await fireEvent.focusIn(time)
    expect(document.querySelector('header [role=tooltip].shown')!.textContent).toMatch(/^\w+ \d+, \d{4}, \d+:\d+/)
  })
})

describe('Settings', () => {
  it('sets the language at once', async () => {
    const { asked } = shop('', { set_settings: () => null })
    render(Settings)
    await fireEvent.change(screen.getByTestId('settings-language'), { target: { value: 'id' } })
    expect(await screen.findByText('Tampilan dan bahasa')).toBeTruthy()
    await waitFor(() => expect(asked.some(({ command }) => command === 'set_settings')).toBe(true))
    expect(asked.find(({ command }) => command === 'set_settings')?.args).toEqual({ change: { language: 'id' } })
  })
  it('greys the renaming of the store with the reason that the rules give', async () => {
    const refusal = { code: 'area_required', with: { area: 'store_settings' } }
    shop('', { preview: () => ({ ...PREVIEW, refusal }) })
    render(Settings)
    await waitFor(() => expect(screen.getByTestId('settings-rename').getAttribute('aria-disabled')).toBe('true'))
  })
  it('says before signing out what was never sent, offers a list of it, and leaves only then', async () => {
    const { asked } = shop('', {
      sign_out: ({ force }) => {
        if (!force) throw { code: 'unsent', with: { count: 3 }, message: '' }
      },
      save_unsent: () => 'unsent.json',
      session: () => null,
    })
    render(Settings)
    await fireEvent.click(screen.getByTestId('settings-signout'))
    await fireEvent.click(screen.getByTestId('signout-confirm'))
    expect((await screen.findByTestId('signout-unsent')).textContent).toContain('3')
    await fireEvent.click(screen.getByTestId('signout-save'))
    expect(asked.some(({ command }) => command === 'save_unsent')).toBe(true)
    await fireEvent.click(screen.getByTestId('signout-confirm'))
    await waitFor(() => expect(asked.filter(({ command }) => command === 'sign_out').map(({ args }) => args.force)).toEqual([false, true]))
  })
  it('says before signing out that files were set aside that nobody can count', async () => {
    const { asked } = shop('', {
      sign_out: ({ force }) => {
        if (!force) throw { code: 'unsent', with: { count: 0, set_aside: 2 }, message: '' }
      },
    })
    render(Settings)
    await fireEvent.click(screen.getByTestId('settings-signout'))
    await fireEvent.click(screen.getByTestId('signout-confirm'))
    expect((await screen.findByTestId('signout-set-aside')).textContent).toContain('2')
    expect(screen.queryByTestId('signout-unsent')).toBeNull()
    await fireEvent.click(screen.getByTestId('signout-confirm'))
    await waitFor(() => expect(asked.filter(({ command }) => command === 'sign_out').map(({ args }) => args.force)).toEqual([false, true]))
  })
  it('holds no name and no address among the facts to copy', async () => {
    shop()
    render(Settings)
    const facts = await screen.findByTestId('settings-facts')
    await waitFor(() => expect(facts.textContent).toContain('2 waiting, 1 refused'))
    expect(facts.textContent).not.toContain('dewi@toko.id')
  })
})
