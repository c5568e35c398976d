// Whether there is room for every column of a list. Where there is not, what can be told beside the name or a click away leaves
// its column, so that nothing has to be scrolled sideways and no name is cut for it.
import { MediaQuery } from 'svelte/reactivity'

/** For what stands beside a list in a dialog; where it is not, the sidebar is a rail. */
export const roomy = new MediaQuery('(min-width: 800px)', true)
/** For four columns beside the sidebar. */
export const four = new MediaQuery('(min-width: 1000px)', true)
/** For five. */
export const five = new MediaQuery('(min-width: 1200px)', true)
/** For an address and what is told of it in one line. */
export const wide = new MediaQuery('(min-width: 1440px)', true)
