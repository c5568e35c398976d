// The first screen: the first steps of a new store, and times that are told from now and exactly.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { program, SEATS, signedIn } from '../dev/test'
import type { Ask, Guide, GuideStep } from '../lib/bindings'
import { setLanguage } from '../lib/i18n.svelte'
import { go, nav } from '../lib/nav.svelte'
import { opening } from '../lib/opening.svelte'
import { toasts } from '../lib/toasts.svelte'
import Overview from './Overview.svelte'

const FULL = { code: 'no_free_seat', with: { used: 1, limit: 1 } }
const STEPS: GuideStep[] = ['store', 'group', 'seat', 'invitation']
const guide = (count: number, waiting: GuideStep[] = []): Guide => ({
  steps: STEPS.map((step, nth) => ({ step, done: nth < count, waiting: waiting.includes(step), may: step === 'invitation' && count < 3 ? FULL : null })),
  done: count === 4,
  away: false,
})
const ROW = { seq: 1, at: '2026-11-22T01:02:00Z', made_at: null, by: 'Dewi', by_me: true, device: null, type: 'group.created', with: { group: 'Kasir', count: 0 }, refused: null }
const view = (more: object) => ({ view: 'overview', seats: SEATS, plan: 'starter', over_limit: false, by_role: [], waiting: 0, refused: [], activity: [ROW], groups: 0, members: 1, may_invite: null, may_make_group: null, guide: null, next_steps: [], ...more })

function shop(first: Guide | null) {
  const told = { view: view({ guide: first }) }
  const opened = program({
    put_guide_away: ({ away }) => {
      told.view = view({ guide: { ...first, away } })
      queueMicrotask(opened.changed)
    },
    ask: ({ ask }) => ({ generation: (ask as Ask).generation, view: told.view }),
  })
  return signedIn().then(() => {
    render(Overview)
    return { ...opened, told }
  })
}
const steps = () => screen.getAllByTestId('guide-step')

beforeEach(() => {
  go('overview')
  opening.what = null
})

describe('the first steps', () => {
  it('say why each is taken, which is next, and lead there', async () => {
    await shop(guide(1))
    await screen.findByTestId('guide')
    expect(steps().map((one) => one.dataset.done)).toEqual(['true', 'false', 'false', 'false'])
    const current = steps().find((one) => one.getAttribute('aria-current') === 'step')!
    expect(current.textContent).toContain('A group says what its people may do')
    await fireEvent.click(within(current).getByRole('button', { name: 'New group' }))
    expect(opening.what).toBe('group')
    await fireEvent.click(screen.getByTestId('guide-seat'))
    expect(nav.screen).toBe('plan')
  })
  it('tell why a step cannot be taken yet', async () => {
    await shop(guide(2))
    const invite = await screen.findByTestId('guide-invitation')
    expect(invite.getAttribute('aria-disabled')).toBe('true')
    expect(document.getElementById(invite.getAttribute('aria-describedby')!)?.textContent).toContain('only seat is in use')
  })
  it('open the invitation once there is a seat', async () => {
    await shop(guide(3))
    await fireEvent.click(await screen.findByTestId('guide-invitation'))
    expect(opening.what).toBe('invite')
  })
  it('mark what the cloud has not confirmed, and say what is done to the ear too', async () => {
    await shop(guide(2, ['group']))
    await screen.findByTestId('guide')
    expect(steps()[1]!.textContent).toContain('Waiting to sync')
    expect(steps().map((one) => one.textContent?.includes('(done)'))).toEqual([true, true, false, false])
  })
  it('are put away, with words where they are found again, and brought back', async () => {
    const { asked } = await shop(guide(1))
    await fireEvent.click(await screen.findByTestId('guide-skip'))
    await waitFor(() => expect(screen.queryByTestId('guide')).toBeNull())
    const put = asked.filter(({ command }) => command === 'put_guide_away')
    expect(put).toMatchObject([{ args: { store: 's1', away: true } }])
    await waitFor(() => expect(toasts.all).not.toEqual([]))
    const said = toasts.all.at(-1)!
    expect(said.words()).toContain('Ctrl K')
    said.action!.run()
    expect(await screen.findByTestId('guide')).toBeTruthy()
  })
  it('are gone once done: told to whoever was there, not shown to who comes later', async () => {
    const { told, changed } = await shop(guide(3))
    await screen.findByTestId('guide')
    told.view = view({ guide: guide(4) })
    changed()
    expect(await screen.findByText('Your store is ready')).toBeTruthy()
    await fireEvent.click(screen.getByTestId('guide-skip'))
    await waitFor(() => expect(screen.queryByTestId('guide')).toBeNull())
  })
  it.each([
    ['done before', guide(4)],
    ['not hers', null],
    ['put away', { ...guide(1), away: true }],
  ])('are not shown where they are %s', async (_, told) => {
    await shop(told)
    await screen.findByText('Latest activity')
    expect(screen.queryByTestId('guide')).toBeNull()
  })
})

describe('times', () => {
  it('are told from now, exactly on hover and focus and for the ear, in the language of the window', async () => {
    const { container } = await shop(null).then(async () => ({ container: document.body }))
    await screen.findByText('Latest activity')
    const time = container.querySelector<HTMLTimeElement>('time')!
    expect(time.dateTime).toBe(ROW.at)
    expect(time.tabIndex).toBe(0)
    const exactly = () => time.querySelector('.aside')!.textContent!
    expect(exactly()).toMatch(/Nov 22, 2026/)
    const bubble = () => [...document.querySelectorAll('[role=tooltip]')].find((one) => one.textContent?.includes('2026'))!
    await fireEvent.focusIn(time)
    expect(bubble().classList.contains('shown')).toBe(true)
    await setLanguage('id')
    await waitFor(() => expect(exactly()).toMatch(/22 Nov 2026/))
    await setLanguage('en')
  })
})
