// What was decided about kept changes, on its way to the desk out of a dialog that stays open until it is kept.
import { api, asError } from './api'
import type { DeskError, SettleDone, SettleOrder, Told } from './bindings'
import { session } from './session.svelte'

export class Settling {
  busy = $state(false)
  /** What went wrong the last time. */
  error = $state.raw<DeskError | null>(null)
  /** What the rules said against it. */
  turnedDown = $state.raw<Told | null>(null)

  /** Sends it; null where that failed, which `error` tells. */
  async send(order: Partial<SettleOrder>): Promise<SettleDone | null> {
    this.busy = true
    this.error = null
    try {
      const done = await api.settle(session.store, { ask: [], ask_anyway: false, again: [], drop: [], ...order })
      this.turnedDown = done.refusal
      return done
    } catch (thrown) {
      this.error = asError(thrown)
      return null
    } finally {
      this.busy = false
    }
  }
}
