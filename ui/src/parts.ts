// What is drawn in front of the screens or instead of them, and by nobody at first paint.
import { later } from './lib/later.svelte'

export const parts = {
  Closing: later(() => import('./components/Closing.svelte')),
  Confirm: later(() => import('./components/Confirm.svelte')),
  Crash: later(() => import('./components/Crash.svelte')),
  CreateStore: later(() => import('./components/CreateStore.svelte')),
  Guide: later(() => import('./screens/overview/Guide.svelte')),
  InviteMany: later(() => import('./components/invite/Dialog.svelte')),
  Link: later(() => import('./components/Link.svelte')),
  InviteForm: later(() => import('./components/InviteForm.svelte')),
  Many: later(() => import('./components/Many.svelte')),
  Locked: later(() => import('./screens/Locked.svelte')),
  NewGroup: later(() => import('./screens/groups/NewGroup.svelte')),
  Palette: later(() => import('./components/Palette.svelte')),
  Passphrase: later(() => import('./components/Passphrase.svelte')),
  Undoables: later(() => import('./components/Undoables.svelte')),
  Rehearsal: later(() => import('./screens/plan/Rehearsal.svelte')),
  SelectionBar: later(() => import('./screens/team/SelectionBar.svelte')),
  People: later(() => import('./components/People.svelte')),
  Shortcuts: later(() => import('./components/Shortcuts.svelte')),
  SignIn: later(() => import('./screens/SignIn.svelte')),
  SignOut: later(() => import('./components/SignOut.svelte')),
  Stores: later(() => import('./screens/Stores.svelte')),
  TurnedDown: later(() => import('./components/TurnedDown.svelte')),
}
