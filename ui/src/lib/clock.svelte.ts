// The window's one clock, for words like "3 minutes ago": it moves every half minute, and whatever
// was drawn from it is drawn again.
let moment = $state(Date.now())

export function now(): number {
  return moment
}

export function startClock(): () => void {
  const timer = setInterval(() => (moment = Date.now()), 30_000)
  return () => clearInterval(timer)
}
