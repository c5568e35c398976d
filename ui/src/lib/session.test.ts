// The session's answers: none that comes late may undo a newer one.
import { waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program, SIGNED_IN } from '../dev/test'
import type { SessionView, Settings } from './bindings'
import { currentLanguage, setLanguage } from './i18n.svelte'
import { nextZoom } from './look'
import { session } from './session.svelte'
import { toasts } from './toasts.svelte'

const settle = () => new Promise((done) => setTimeout(done))

beforeEach(() => {
  session.view = null
  session.error = null
})

it('an answer from before the sign-in does not close the store again', async () => {
  let reply: (view: SessionView) => void = () => {}
  program({ session: () => new Promise<SessionView>((done) => (reply = done)) })
  void session.refresh()
  await session.take(SIGNED_IN)
  reply({ ...SIGNED_IN, open: null })
  await settle()
  expect(session.store).toBe('s1')
})

it('of two questions the later one counts, in whatever order the answers come', async () => {
  const replies: ((view: SessionView) => void)[] = []
  program({ session: () => new Promise<SessionView>((done) => replies.push(done)) })
  void session.refresh()
  void session.refresh()
  replies[1]!(SIGNED_IN)
  await settle()
  replies[0]!({ ...SIGNED_IN, open: null })
  await settle()
  expect(session.store).toBe('s1')
})

it('a program that cannot answer is told, and asked again', async () => {
  let fail = true
  program({
    session: () => {
      if (fail) throw { code: 'profile_in_use', with: {}, message: '' }
      return SIGNED_IN
    },
  })
  await session.refresh()
  expect(session.error?.code).toBe('profile_in_use')
  fail = false
  await session.refresh()
  expect(session.error).toBeNull()
  expect(session.view?.signed_in).toBe(true)
})

it('the look and the words follow the settings at once, and are kept', async () => {
  const { asked } = program({})
  await session.take(SIGNED_IN)
  await session.set({ language: 'id', theme: 'dark', density: 'compact' })
  expect({ ...document.documentElement.dataset, lang: document.documentElement.lang }).toMatchObject({ theme: 'dark', density: 'compact', lang: 'id' })
  expect(asked.at(-1)).toMatchObject({ command: 'set_settings', args: { change: { language: 'id', theme: 'dark', density: 'compact' } } })
  await session.set({ language: 'en' })
})

describe('a choice', () => {
  /** A program that keeps settings when it is told to go on, and tells them as it keeps them. */
  function slowly() {
    let kept = SIGNED_IN.settings
    const waiting: (() => void)[] = []
    const { asked, changed } = program({
      set_settings: ({ change }) =>
        new Promise<void>((done, fail) => {
          waiting.push(() => {
            if ((change as Partial<Settings>).density) return fail({ code: 'storage', with: { why: 'full' }, message: '' })
            kept = { ...kept, ...(change as Partial<Settings>) }
            done()
          })
        }),
      session: () => ({ ...SIGNED_IN, settings: kept }),
    })
    const goesOn = async () => {
      await waitFor(() => expect(waiting).not.toEqual([]))
      waiting.shift()!()
      await settle()
    }
    return { asked: () => asked.filter(({ command }) => command === 'set_settings').map(({ args }) => args.change), changed, goesOn, kept: () => kept }
  }
  const looks = () => ({ theme: document.documentElement.dataset.theme, language: currentLanguage() })

  beforeEach(async () => {
    await session.take(SIGNED_IN)
  })
  afterEach(async () => {
    await setLanguage('en')
  })

  it('takes back no other that was made at once, and each is kept in its turn', async () => {
    const { asked, goesOn, kept } = slowly()
    const both = [session.set({ theme: 'dark' }), session.set({ language: 'id' })]
    await waitFor(() => expect(looks()).toEqual({ theme: 'dark', language: 'id' }))
    expect(asked()).toEqual([{ theme: 'dark' }])
    await goesOn()
    expect(asked()).toEqual([{ theme: 'dark' }, { language: 'id' }])
    await goesOn()
    await Promise.all(both)
    expect(kept()).toMatchObject({ theme: 'dark', language: 'id' })
    expect(session.view?.settings).toMatchObject({ theme: 'dark', language: 'id' })
  })
  it('stands while the program still tells of the time before it', async () => {
    const { changed, goesOn } = slowly()
    const theme = session.set({ theme: 'dark' })
    await goesOn()
    await theme
    const language = session.set({ language: 'id' })
    await waitFor(() => expect(looks().language).toBe('id'))
    // It was asked because of the theme, and answers before it has kept the language.
    changed()
    await session.refresh()
    expect(looks()).toEqual({ theme: 'dark', language: 'id' })
    await goesOn()
    await language
    await session.refresh()
    expect(looks()).toEqual({ theme: 'dark', language: 'id' })
  })
  it('stands also where an answer from before it comes after it was kept', async () => {
    let reply: (view: SessionView) => void = () => {}
    program({ session: () => new Promise<SessionView>((done) => (reply = done)) })
    const theme = session.set({ theme: 'dark' })
    const asked = session.refresh()
    await theme
    reply(SIGNED_IN)
    await asked
    expect(looks().theme).toBe('dark')
  })
  it('is said and taken back where it cannot be kept, and the next is kept all the same', async () => {
    const { goesOn, kept } = slowly()
    const both = [session.set({ density: 'compact' }), session.set({ theme: 'dark' })]
    await goesOn()
    await goesOn()
    await Promise.all(both)
    await waitFor(() => expect(session.view?.settings).toMatchObject({ density: 'comfortable', theme: 'dark' }))
    expect(kept().theme).toBe('dark')
    expect(toasts.all.at(-1)).toMatchObject({ kind: 'problem' })
  })
})

it('of two languages the one that was wanted last is spoken, whichever words come first', async () => {
  const first = setLanguage('id')
  await setLanguage('en')
  await first
  expect(currentLanguage()).toBe('en')
  expect(document.documentElement.lang).toBe('en')
})

it('the size is the web view’s own business, asked for once, and stepped through by keys', async () => {
  const { asked } = program({})
  await session.take(SIGNED_IN)
  await session.set({ zoom: 125 })
  await session.set({ density: 'comfortable' })
  expect(asked.filter(({ command }) => command === 'zoom').map(({ args }) => args)).toEqual([{ zoom: 125 }])
  expect([nextZoom(125, 1), nextZoom(130, -1), nextZoom(200, 1), nextZoom(75, -1)]).toEqual([150, 125, 200, 75])
  await session.set({ zoom: 100 })
})
