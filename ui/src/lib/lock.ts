// Leaving the desk for a while, and handing it to somebody else: nothing is wiped.
import { api } from './api'
import type { Id } from './bindings'
import { session } from './session.svelte'
import { sayProblem } from './toasts.svelte'

export async function lock() {
  try {
    await api.lock()
    await session.refresh()
  } catch (thrown) {
    sayProblem(thrown)
  }
}

/** To somebody who is known here, or (null) to somebody new. */
export async function switchPerson(account: Id | null) {
  try {
    await session.change(api.switchPerson(account))
  } catch (thrown) {
    sayProblem(thrown)
  }
}
