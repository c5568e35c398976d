// Whether lists have room for every column. Where they have not (the sidebar is a rail there), what can be told beside the name
// or a click away leaves its column, so that nothing has to be scrolled sideways.
import { MediaQuery } from 'svelte/reactivity'

export const roomy = new MediaQuery('(min-width: 800px)', true)
