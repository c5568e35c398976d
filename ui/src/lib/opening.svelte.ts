// What can be opened from anywhere in an open store, by the palette or the guide. The house draws it over
// whichever screen is there, so that nobody has to know which screen has the button.
export type Opening = 'invite' | 'invite_many' | 'group' | 'sign_in' | 'sheet' | 'palette'

class Opened {
  what = $state<Opening | null>(null)
}

export const opening = new Opened()
