// The way back: where it leads, what it puts back, and where it ends.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { LOCKED, program, SIGNED_IN, signedIn } from '../dev/test'
import { kept } from './kept.svelte'
import { canStep, enter, followAddress, forgetPlace, go, nav, step } from './nav.svelte'
import { session } from './session.svelte'

const anything = () => true
const here = () => [nav.screen, nav.id]
const back = (may = anything as (screen: string) => boolean) => step(-1, may)
const forward = (may = anything as (screen: string) => boolean) => step(1, may)
const chosen = kept('team', () => ({ search: '', role: '' }))

beforeEach(async () => {
  program({})
  session.view = null
  await signedIn()
  go('overview')
  session.view = null
  await signedIn()
})

describe('back and forward', () => {
  it('lead through what was open, and to the address of each', () => {
    go('team')
    go('team', 'm1')
    go('groups', 'g1')
    back()
    expect(here()).toEqual(['team', 'm1'])
    expect(location.hash).toBe('#/team/m1')
    back()
    expect(here()).toEqual(['team', null])
    forward()
    forward()
    expect(here()).toEqual(['groups', 'g1'])
    expect(canStep(1, anything)).toBe(false)
    forward()
    expect(here()).toEqual(['groups', 'g1'])
  })
  it('forget what lay ahead once another way is taken, and hold no place twice in a row', () => {
    go('team')
    go('team')
    back()
    expect(here()).toEqual(['overview', null])
    go('plan')
    expect(canStep(1, anything)).toBe(false)
    back()
    expect(here()).toEqual(['overview', null])
    expect(canStep(-1, anything)).toBe(false)
  })
  it('leave out what the role may not see any more', () => {
    go('team')
    go('my_access')
    const may = (screen: string) => screen !== 'team'
    back(may)
    expect(here()).toEqual(['overview', null])
    expect(canStep(-1, may)).toBe(false)
    forward(may)
    expect(here()).toEqual(['my_access', null])
  })
  it('do not come back to a place that gave way, nor to a group that was deleted', () => {
    go('team')
    go('plan')
    go('settings', null, { instead: true })
    back()
    expect(here()).toEqual(['team', null])
    go('groups')
    go('groups', 'g1')
    forgetPlace('groups', 'g1')
    go('groups', null, { instead: true })
    expect(here()).toEqual(['groups', null])
    back()
    expect(here()).toEqual(['team', null])
  })
  it('reach back fifty places, no more', () => {
    for (let nth = 0; nth < 80; nth++) go('team', `m${nth}`)
    let steps = 0
    for (; canStep(-1, anything); steps++) back()
    expect(steps).toBe(49)
    expect(here()).toEqual(['team', 'm30'])
  })
  it('put back what was searched and filtered as it was left', () => {
    go('team')
    chosen.search = 'ayu'
    go('groups')
    go('team')
    expect(chosen.search).toBe('ayu')
    chosen.search = 'budi'
    go('plan')
    back()
    expect(chosen.search).toBe('budi')
    back()
    back()
    expect(chosen.search).toBe('ayu')
  })
  it('leave what is typed alone where only a panel is closed', () => {
    go('team')
    go('team', 'm1')
    chosen.search = 'ayu'
    back()
    expect(chosen.search).toBe('ayu')
  })
  it('follow an address that is written by hand', async () => {
    const stop = followAddress()
    history.replaceState(null, '', '#/groups/g2')
    window.dispatchEvent(new Event('hashchange'))
    expect(here()).toEqual(['groups', 'g2'])
    back()
    expect(here()).toEqual(['overview', null])
    stop()
  })
})

describe('a screen that is entered again', () => {
  it('has the tab that was open, and its beginning when it is there already', () => {
    enter('activity')
    go('activity', 'refused')
    enter('team')
    go('team', 'm1')
    enter('activity')
    expect(here()).toEqual(['activity', 'refused'])
    enter('activity')
    expect(here()).toEqual(['activity', null])
    // What is open in a list is no tab: the list comes first.
    enter('team')
    expect(here()).toEqual(['team', null])
  })
})

describe('what ends the way back and what was kept', () => {
  const elsewhere = async (change: object) => {
    go('activity', 'refused')
    go('team', 'm1')
    Object.assign(chosen, { search: 'ayu', role: 'seller' })
    await session.take({ ...SIGNED_IN, ...change })
    return { kept: { ...chosen }, back: canStep(-1, anything), at: here() }
  }
  const NOTHING = { search: '', role: '' }

  it('another store', async () => {
    expect(await elsewhere({ open: 's2' })).toEqual({ kept: NOTHING, back: false, at: ['team', null] })
    enter('activity')
    expect(here()).toEqual(['activity', null])
  })
  it('another person', async () => {
    expect(await elsewhere({ account: { id: 'a2', email: 'b@t.id', name: 'Bagus' } })).toEqual({ kept: NOTHING, back: false, at: ['overview', null] })
  })
  it('a lock, also for whoever unlocks', async () => {
    expect(await elsewhere({ locked: LOCKED })).toEqual({ kept: NOTHING, back: false, at: ['team', null] })
    await session.take(SIGNED_IN)
    expect(canStep(-1, anything)).toBe(false)
  })
  it('signing out', async () => {
    expect(await elsewhere({ signed_in: false, account: null, open: null })).toEqual({ kept: NOTHING, back: false, at: ['overview', null] })
  })
  it('but not news about the same person in the same store', async () => {
    expect(await elsewhere({ offline: true, ended: true })).toEqual({ kept: { search: 'ayu', role: 'seller' }, back: true, at: ['team', 'm1'] })
  })
})

describe('the first place', () => {
  /** The window as it begins, at an address or at none. */
  async function begins(address: string) {
    location.hash = address
    vi.resetModules()
    return import('./nav.svelte')
  }

  it('is where she left, and no way leads back from it', async () => {
    const window = await begins('')
    window.resume('team')
    expect(window.nav.screen).toBe('team')
    expect(window.canStep(-1, anything)).toBe(false)
    window.resume('groups')
    expect(window.nav.screen).toBe('team')
  })
  it('is another one where she went somewhere first, or where the window only begins anew', async () => {
    const went = await begins('')
    went.go('plan')
    went.resume('team')
    expect(went.nav.screen).toBe('plan')
    const again = await begins('#/overview')
    again.resume('team')
    expect(again.nav.screen).toBe('overview')
  })
})
