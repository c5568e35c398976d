// The screens, in the order in which the sidebar lists them. A new one is a file and a line here. Only the one
// that opens first is there from the start.
import type { Component } from 'svelte'
import { CreditCard, FolderKey, Grid3x3, History, Hourglass, KeyRound, LayoutDashboard, Mail, Settings as Cog, Users, type Icon } from './lib/icons'
import type { Screen } from './lib/bindings'
import { later } from './lib/later.svelte'
import Overview from './screens/Overview.svelte'

export type Entry = { id: Screen; icon: Icon; screen: { readonly part: Component | null; fetch?(): Promise<void> }; part: 'people' | 'store' | 'me' }

export const screens: Entry[] = [
  { id: 'overview', icon: LayoutDashboard, screen: { part: Overview }, part: 'people' },
  { id: 'team', icon: Users, screen: later(() => import('./screens/Team.svelte')), part: 'people' },
  { id: 'invitations', icon: Mail, screen: later(() => import('./screens/Invitations.svelte')), part: 'people' },
  { id: 'groups', icon: FolderKey, screen: later(() => import('./screens/Groups.svelte')), part: 'people' },
  { id: 'roles', icon: Grid3x3, screen: later(() => import('./screens/Roles.svelte')), part: 'people' },
  { id: 'plan', icon: CreditCard, screen: later(() => import('./screens/Plan.svelte')), part: 'store' },
  { id: 'activity', icon: History, screen: later(() => import('./screens/Activity.svelte')), part: 'store' },
  { id: 'waiting', icon: Hourglass, screen: later(() => import('./screens/Waiting.svelte')), part: 'store' },
  { id: 'my_access', icon: KeyRound, screen: later(() => import('./screens/MyAccess.svelte')), part: 'me' },
  { id: 'settings', icon: Cog, screen: later(() => import('./screens/Settings.svelte')), part: 'me' },
]
