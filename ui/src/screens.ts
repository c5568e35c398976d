// The screens, in the order in which the sidebar lists them. A new one is a file and a line here.
import type { Component } from 'svelte'
import { CreditCard, FolderKey, Grid3x3, History, Hourglass, KeyRound, LayoutDashboard, Mail, Settings as Cog, Users } from './lib/icons'
import type { Screen } from './lib/bindings'
import Activity from './screens/Activity.svelte'
import Groups from './screens/Groups.svelte'
import Invitations from './screens/Invitations.svelte'
import MyAccess from './screens/MyAccess.svelte'
import Overview from './screens/Overview.svelte'
import Plan from './screens/Plan.svelte'
import Roles from './screens/Roles.svelte'
import Settings from './screens/Settings.svelte'
import Team from './screens/Team.svelte'
import Waiting from './screens/Waiting.svelte'

export type Entry = { id: Screen; icon: typeof Users; screen: Component; part: 'people' | 'store' | 'me' }

export const screens: Entry[] = [
  { id: 'overview', icon: LayoutDashboard, screen: Overview, part: 'people' },
  { id: 'team', icon: Users, screen: Team, part: 'people' },
  { id: 'invitations', icon: Mail, screen: Invitations, part: 'people' },
  { id: 'groups', icon: FolderKey, screen: Groups, part: 'people' },
  { id: 'roles', icon: Grid3x3, screen: Roles, part: 'people' },
  { id: 'plan', icon: CreditCard, screen: Plan, part: 'store' },
  { id: 'activity', icon: History, screen: Activity, part: 'store' },
  { id: 'waiting', icon: Hourglass, screen: Waiting, part: 'store' },
  { id: 'my_access', icon: KeyRound, screen: MyAccess, part: 'me' },
  { id: 'settings', icon: Cog, screen: Settings, part: 'me' },
]
