// The session's answers: none that comes late may undo a newer one.
import { beforeEach, expect, it } from 'vitest'
import { program, SIGNED_IN } from '../dev/test'
import type { SessionView } from './bindings'
import { nextZoom } from './look'
import { session } from './session.svelte'

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
  expect(asked.at(-1)).toMatchObject({ command: 'set_settings', args: { settings: { language: 'id', theme: 'dark' } } })
  await session.set({ language: 'en' })
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
