// From one store of hers to another.
import { api } from './api'
import { go } from './nav.svelte'
import { session } from './session.svelte'
import { sayProblem } from './toasts.svelte'

export async function openStore(store: string) {
  if (store === session.store) return
  try {
    await api.openStore(store)
    go('overview')
    await session.refresh()
  } catch (thrown) {
    sayProblem(thrown)
  }
}
