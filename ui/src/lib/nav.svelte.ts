// Where the window is (a screen and, on some, what is open in it), and where it was before. The place is in
// the address after #, so that a reload comes back to it. The way back is kept here and not by the browser:
// it ends where somebody else's begins, and leaves out what may not be seen any more.
import { untrack } from 'svelte'
import { forgetKept, kept, keepAgain, keptOf } from './kept.svelte'
import { forgetTouched, putBack, takeDown, type Left } from './left'

type Place = { screen: string; id: string | null }
type Stop = Place & { left?: Left; kept?: object }
type May = (screen: string) => boolean

const STOPS = 50
// Where `id` is a tab of the screen and not something that is open in it.
const TABBED = ['activity', 'roles']
// What is looked up in a tab of Roles (`permission:…`, `area:…`) is open in it and no tab itself.
const tabOf = (id: string | null) => (id?.startsWith('permission:') ? 'omnichannel' : id?.startsWith('area:') ? null : id)
const tabs = kept('tabs', (): Record<string, string | null> => ({}))

function read(): Place {
  const [screen, id] = location.hash.replace(/^#\/?/, '').split('/')
  return { screen: screen || 'overview', id: id ? decodeURIComponent(id) : null }
}

const same = (one: Place | undefined, other: Place | undefined) => one?.screen === other?.screen && one?.id === other?.id
const addressOf = ({ screen, id }: Place) => `#/${screen}${id ? `/${encodeURIComponent(id)}` : ''}`

// The window begins without an address; one that was emptied and begins anew (a lock, another person) has one.
let fresh = location.hash === ''
let trail = $state.raw<{ stops: Stop[]; at: number }>({ stops: [read()], at: 0 })
const here = () => trail.stops[trail.at]!

export const nav = {
  get screen() {
    return here().screen
  },
  get id() {
    return here().id
  },
}

const left = (): Stop => ({ screen: nav.screen, id: nav.id, left: takeDown(), kept: keptOf(nav.screen) })

function arrive(stops: Stop[], at: number) {
  trail = { stops, at }
  if (TABBED.includes(nav.screen)) tabs[nav.screen] = tabOf(nav.id)
  if (location.hash !== addressOf(here())) history.replaceState(null, '', addressOf(here()))
}

/** Where the window begins, if she left `screen`. */
export const beginsAt = (screen: string | null) => (fresh && screen) || nav.screen

/** Begins where she left, unless she (or a link) went somewhere already. */
export function resume(screen: string | null) {
  const begins = fresh
  fresh = false
  if (begins && screen) go(screen, tabs[screen] ?? null, { instead: true })
}

/** `instead`: what is left is no place to come back to. */
export function go(screen: string, id: string | null = null, { instead = false } = {}) {
  untrack(() => {
    const to = { screen, id }
    fresh = false
    if (same(to, here())) return
    const before = [...trail.stops.slice(0, trail.at), ...(instead ? [] : [left()])].slice(1 - STOPS)
    if (same(before.at(-1), to)) before.pop()
    arrive([...before, to], before.length)
  })
}

/** To a screen by its name, as she left it: with the tab that was open. Once there, to its beginning. */
export function enter(screen: string) {
  go(screen, screen === nav.screen ? null : (tabs[screen] ?? null))
}

function next(by: -1 | 1, may: May): number | null {
  let to = trail.at + by
  while (trail.stops[to] && (!may(trail.stops[to]!.screen) || same(trail.stops[to], here()))) to += by
  return trail.stops[to] ? to : null
}

/** Whether there is a way back (or forward) to somewhere that may be seen. */
export const canStep = (by: -1 | 1, may: May) => next(by, may) !== null

/** Back or forward, to the place as it was left. */
export function step(by: -1 | 1, may: May) {
  const to = next(by, may)
  if (to === null) return
  const from = left()
  const there = trail.stops[to]!
  if (there.kept && there.screen !== from.screen) keepAgain(there.screen, there.kept)
  arrive(trail.stops.map((stop, at) => (at === trail.at ? from : stop)), to)
  if (there.left) putBack(there.left)
}

/** What was deleted is no place to come back to. */
export function forgetPlace(screen: string, id: string) {
  const stays = (stop: Stop, at: number) => at === trail.at || !same(stop, { screen, id })
  trail = { stops: trail.stops.filter(stays), at: trail.stops.slice(0, trail.at).filter(stays).length }
}

/** Forgets what is open in the screen and, for somebody else, the screen too. */
export function leave(comesBack: boolean) {
  history.replaceState(null, '', comesBack ? `#/${nav.screen}` : '#/')
  forgetTrail()
}

/** No way back, and nothing kept, from here: another person, another store, or a lock stands before it. */
export function forgetTrail() {
  forgetTouched()
  forgetKept()
  arrive([read()], 0)
}

export function followAddress(): () => void {
  const heard = () => {
    const to = read()
    go(to.screen, to.id)
  }
  window.addEventListener('hashchange', heard)
  return () => window.removeEventListener('hashchange', heard)
}
