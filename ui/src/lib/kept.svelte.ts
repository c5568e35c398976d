// What a person chose on a screen (words to search for, filters, sort), kept while she is in this store,
// so that coming back finds it as she left it. Nobody else finds it: `forgetKept`.
const all = new Map<string, { now: object; fresh: () => object }>()

/** The choices of one screen: kept from one visit to the next, `fresh` for whoever comes new. */
export function kept<T extends object>(screen: string, fresh: () => T): T {
  const now = $state(fresh())
  all.set(screen, { now, fresh })
  return now
}

/** How they stand now, to come back to. */
export function keptOf(screen: string): object | undefined {
  const found = all.get(screen)
  return found && $state.snapshot(found.now)
}

export function keepAgain(screen: string, then: object) {
  const found = all.get(screen)
  if (found) Object.assign(found.now, then)
}

export function forgetKept() {
  for (const { now, fresh } of all.values()) {
    for (const key of Object.keys(now)) delete (now as Record<string, unknown>)[key]
    Object.assign(now, fresh())
  }
}
