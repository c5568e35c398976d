// Which rows of a long list are wanted: those in sight, some around them, and a whole step at a time, so that scrolling by
// a row does not ask again.
const OVERSCAN = 4
export const STEP = 5

const steps = (rows: number, round: (value: number) => number) => round(rows / STEP) * STEP

/** The first row, where the list is scrolled to `top` and its rows are `tall` pixels. */
export const firstOf = (top: number, tall: number) => Math.max(0, steps(Math.floor(top / tall) - OVERSCAN, Math.floor))

/** How many rows, in a list of `room` pixels. */
export const countOf = (room: number, tall: number) => steps(Math.ceil(room / tall) + 2 * OVERSCAN + STEP, Math.ceil)

/** The rows in sight alone. */
export const inSight = (top: number, room: number, tall: number) => ({ first: Math.floor(top / tall), count: Math.ceil(room / tall) + 1 })

// What stands above a list and below it, at least.
const AROUND = 240

/** A slice to begin with, before the list is there to be measured: what is seen of it, so that the first picture waits for no more. */
export const atFirst = () => {
  const tall = document.documentElement.dataset.density === 'compact' ? 36 : 48
  return { from: 0, count: Math.max(STEP, Math.ceil((window.innerHeight - AROUND) / tall)) }
}
