// Links that opened the program, a crash, reports and notifications: what each says and asks, and that nothing is done unasked.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { program, SIGNED_IN, signedIn } from '../dev/test'
import type { LinkView, Tiding } from '../lib/bindings'
import { languages, setLanguage } from '../lib/i18n.svelte'
import { tellMenu } from '../lib/menu'
import { nav } from '../lib/nav.svelte'
import { session } from '../lib/session.svelte'
import { follow, notifyOf, worded } from '../lib/tidings'
import Diagnostics from '../screens/settings/Diagnostics.svelte'
import Notifications from '../screens/settings/Notifications.svelte'
import SignIn from '../screens/SignIn.svelte'
import Crash from './Crash.svelte'
import Link from './Link.svelte'

const CLOUD = 'https://keys.example.com'
const link = (step: LinkView['step'], to: LinkView['to'] = 'store'): LinkView => ({ to, cloud: CLOUD, step })
const press = (testid: string) => fireEvent.click(screen.getByTestId(testid))
const of = (asked: { command: string; args: unknown }[], command: string) => asked.filter((one) => one.command === command).map((one) => one.args)

beforeEach(async () => {
  session.view = null
  await signedIn()
})

describe('a link that opened the program', () => {
  it.each(['join', 'store'] as const)('asks before a cloud that is not known: %s', async (to) => {
    const { asked } = program({ answer_link: () => ({ ...SIGNED_IN, link: null }) })
    render(Link, { link: link('ask', to) })
    expect(screen.getByTestId('link-cloud').textContent).toBe(CLOUD)
    expect(document.body.textContent).not.toContain('link-')
    await press('link-trust')
    await waitFor(() => expect(of(asked, 'answer_link')).toEqual([{ expected: true }]))
  })
  it('is left alone where nobody wants it', async () => {
    const { asked } = program({ answer_link: () => SIGNED_IN })
    render(Link, { link: link('ask') })
    await press('link-leave')
    await waitFor(() => expect(of(asked, 'answer_link')).toEqual([{ expected: false }]))
  })
  it('shows an invitation in the browser, and accepts nothing', async () => {
    const { asked } = program({ open_link_page: () => null })
    render(Link, { link: link('page', 'join') })
    await press('link-show')
    await waitFor(() => expect(asked.map((one) => one.command)).toEqual(['open_link_page']))
  })
  it('says so where no browser opens', async () => {
    program({
      open_link_page: () => {
        throw { code: 'not_opened', with: {}, message: '' }
      },
    })
    render(Link, { link: link('page', 'join') })
    await press('link-show')
    expect((await screen.findByTestId('link-problem')).textContent).toContain('browser')
  })
  it('leads to the sign-in at its cloud', async () => {
    program({})
    await session.take({ ...SIGNED_IN, signed_in: false, open: null, account: null, link: link('sign_in') })
    render(SignIn)
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('signin-cloud').value).toBe(CLOUD))
    expect(screen.getByTestId('signin-led').textContent).toContain(CLOUD)
  })
  it.each(['elsewhere', 'missing'] as const)('has words for %s', (step) => {
    program({})
    render(Link, { link: link(step) })
    expect(screen.getByTestId('link').textContent).toContain(CLOUD)
    expect(document.body.textContent).not.toContain('link-')
  })
})

describe('a crash', () => {
  it('is told once, with its report for whoever wants to read it', async () => {
    const { asked } = program({ crash_report: () => 'stopped at crates/desk', session: () => SIGNED_IN })
    render(Crash)
    await press('crash-look')
    expect((await screen.findByTestId('report-text')).textContent).toBe('stopped at crates/desk')
    expect(of(asked, 'forget_crash')).toEqual([])
    await press('report-close')
    await waitFor(() => expect(of(asked, 'forget_crash')).toHaveLength(1))
  })
  it('promises what is on the disk, and nothing where nothing is kept there', async () => {
    program({})
    render(Crash)
    expect(screen.getByTestId('crash').textContent).toContain('Nothing you asked for is lost')
    await signedIn({ rest: 'memory' })
    await waitFor(() => expect(screen.getByTestId('crash').textContent).toContain('Nothing is kept on this computer'))
  })
})

describe('a report', () => {
  it('is shown before it is saved', async () => {
    const { asked } = program({ diagnostics: () => 'Keyholder 0.1.0', save_file: () => '/somewhere/report.txt' })
    render(Diagnostics)
    await press('diagnostics-look')
    expect((await screen.findByTestId('report-text')).textContent).toBe('Keyholder 0.1.0')
    expect(of(asked, 'save_file')).toEqual([])
    await press('report-save')
    await waitFor(() => expect(of(asked, 'save_file')).toMatchObject([{ kind: 'txt', bytes: [...new TextEncoder().encode('Keyholder 0.1.0')] }]))
  })
})

describe('notifications', () => {
  it('are told unless turned off, and name nobody at first', async () => {
    const { asked } = program({ set_settings: () => null })
    render(Notifications, { settings: SIGNED_IN.settings })
    const on = (key: string) => screen.getByTestId(`notify-${key}`).getAttribute('aria-checked')
    expect(['refused', 'accepted', 'expiring', 'seat', 'names'].map(on)).toEqual(['true', 'true', 'true', 'true', 'false'])
    await press('notify-seat')
    await waitFor(() => expect(of(asked, 'set_settings')).toMatchObject([{ change: { untold_seat: true } }]))
    expect(document.body.textContent).not.toContain('notify-')
  })
  it.each(languages)('have words in %s for one, for many and for somebody', async (language) => {
    await setLanguage(language)
    for (const what of ['refused', 'accepted', 'expiring', 'seat'] as const)
      for (const count of [1, 7]) expect(worded({ store: 's1', what, count, name: null, screen: 'team' })).not.toContain('tiding-')
    for (const what of ['accepted', 'expiring'] as const) expect(worded({ store: 's1', what, count: 1, name: 'Budi', screen: 'team' })).toContain('Budi')
    await setLanguage('en')
  })
  it('are handed to the system one by one', async () => {
    const { asked } = program({ notify: () => null })
    const news: Tiding[] = [{ store: 's1', what: 'refused', count: 2, name: null, screen: 'waiting' }, { store: 's1', what: 'accepted', count: 1, name: 'Budi', screen: 'team' }]
    notifyOf(news)
    await waitFor(() => expect(of(asked, 'notify')).toEqual([{ title: 'Keyholder', body: '2 changes were refused. They are kept under Waiting & refused.', about: news[0] }, { title: 'Keyholder', body: 'Budi accepted your invitation.', about: news[1] }]))
  })
})

describe('a notification that is clicked', () => {
  it('leads to its screen, in its store', async () => {
    await signedIn()
    const { asked } = program({ open_store: () => null, session: () => ({ ...SIGNED_IN, open: 's2' }) })
    await follow({ store: 's1', screen: 'invitations' })
    expect([nav.screen, of(asked, 'open_store')]).toEqual(['invitations', []])
    await follow({ store: 's2', screen: 'waiting' })
    expect([nav.screen, session.store, of(asked, 'open_store')]).toEqual(['waiting', 's2', [{ store: 's2' }]])
  })
})

describe('the menu bar', () => {
  it.each(languages)('speaks %s, and says whether a store is open', async (language) => {
    await setLanguage(language)
    const { asked } = program({ menu: () => null })
    tellMenu(true)
    tellMenu(false)
    const told = of(asked, 'menu') as { words: Record<string, string>; open: boolean }[]
    expect(told.map(({ open }) => open)).toEqual([true, false])
    expect(Object.values(told[0]!.words).filter((word) => word.includes('menu-'))).toEqual([])
    expect(told[0]!.words.settings).toBe(language === 'id' ? 'Pengaturan…' : 'Settings…')
    await setLanguage('en')
  })
})
