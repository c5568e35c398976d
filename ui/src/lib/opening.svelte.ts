// What can be opened from anywhere in an open store, by the palette or the guide. The house draws it over
// whichever screen is there, so that nobody has to know which screen has the button.
import type { Id } from './bindings'

export type Opening = 'invite' | 'invite_many' | 'group' | 'sign_in' | 'sheet' | 'palette' | 'store' | 'switch_person' | 'sign_out' | 'print'
/** What can be opened of one group or one invitation, where it stands on its screen. */
export type OpeningOf = 'rename' | 'duplicate' | 'compare' | 'delete' | 'link' | 'role'

class Opened {
  what = $state<Opening | null>(null)
  of = $state.raw<{ id: Id; what: OpeningOf } | null>(null)

  /** For whoever draws it where it has its own button: whether it is asked for, which is thereby answered. */
  takes(what: Opening): boolean {
    if (this.what !== what) return false
    this.what = null
    return true
  }

  /** The same for whoever draws the group or the invitation. */
  takesOf(id: Id): OpeningOf | null {
    if (this.of?.id !== id) return null
    const { what } = this.of
    this.of = null
    return what
  }
}

export const opening = new Opened()
