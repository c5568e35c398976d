// The screens, in the order in which the sidebar lists them. A new one is a file and a line here. Those where
// most people begin are there from the start.
import type { Component } from 'svelte'
import { CreditCard, FolderKey, Grid3x3, History, Hourglass, KeyRound, LayoutDashboard, Mail, Settings as Cog, Users, type Icon } from './lib/icons'
import type { Screen } from './lib/bindings'
import type { Question } from './lib/ahead'
import { later } from './lib/later.svelte'
import { atFirst } from './lib/slices'
import Overview from './screens/Overview.svelte'
import Team from './screens/Team.svelte'
import { rows } from './screens/team/asked'

/** `first` is what the screen asks at first: whoever begins there has it asked before it is drawn. */
export type Entry = { id: Screen; icon: Icon; screen: { readonly part: Component | null; fetch?(): Promise<void> }; part: 'people' | 'store' | 'me'; first?: () => Question }

export const screens: Entry[] = [
  { id: 'overview', icon: LayoutDashboard, screen: { part: Overview }, part: 'people', first: () => ({ view: 'overview' }) },
  { id: 'team', icon: Users, screen: { part: Team }, part: 'people', first: () => rows(atFirst()) },
  { id: 'invitations', icon: Mail, screen: later(() => import('./screens/Invitations.svelte')), part: 'people' },
  { id: 'groups', icon: FolderKey, screen: later(() => import('./screens/Groups.svelte')), part: 'people' },
  { id: 'roles', icon: Grid3x3, screen: later(() => import('./screens/Roles.svelte')), part: 'people', first: () => ({ view: 'roles' }) },
  { id: 'plan', icon: CreditCard, screen: later(() => import('./screens/Plan.svelte')), part: 'store', first: () => ({ view: 'plan' }) },
  { id: 'activity', icon: History, screen: later(() => import('./screens/Activity.svelte')), part: 'store' },
  { id: 'waiting', icon: Hourglass, screen: later(() => import('./screens/Waiting.svelte')), part: 'store' },
  { id: 'my_access', icon: KeyRound, screen: later(() => import('./screens/MyAccess.svelte')), part: 'me', first: () => ({ view: 'my_access' }) },
  { id: 'settings', icon: Cog, screen: later(() => import('./screens/Settings.svelte')), part: 'me' },
]
