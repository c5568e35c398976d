// What can be opened from anywhere in an open store, by the palette or the guide. The house draws it over
// whichever screen is there, so that nobody has to know which screen has the button.
export type Opening = 'invite' | 'invite_many' | 'group' | 'sign_in' | 'sheet' | 'palette' | 'store' | 'switch_person' | 'sign_out'

class Opened {
  what = $state<Opening | null>(null)

  /** For whoever draws it where it has its own button: whether it is asked for, which is thereby answered. */
  takes(what: Opening): boolean {
    if (this.what !== what) return false
    this.what = null
    return true
  }
}

export const opening = new Opened()
