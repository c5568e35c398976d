// Parts of the window that nothing shows at first: fetched when they are first asked for, or once the
// window has nothing else to do, so that whoever goes there finds them in place.
import type { Component } from 'svelte'
import { once } from './once'

// What a component takes does not matter here, only to whoever draws it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any

export class Later<P extends Record<string, Any>> {
  #part = $state.raw<Component<P> | null>(null)

  constructor(readonly from: () => Promise<{ default: Component<P, Any, Any> }>) {}

  /** The component, once it is there; asking for it fetches it. */
  get part(): Component<P> | null {
    return this.when(true)
  }

  /** The component, once it is there; fetched at once if it is wanted now. What closes itself has to stay where it was drawn. */
  when(wanted: boolean): Component<P> | null {
    if (wanted && !this.#part) void this.fetch()
    return this.#part
  }

  /** Has the component fetched. */
  readonly fetch = once(async () => {
    this.#part = (await this.from()).default
  })
}

const all: Later<Any>[] = []

export function later<P extends Record<string, Any>>(from: () => Promise<{ default: Component<P, Any, Any> }>): Later<P> {
  const one = new Later(from)
  all.push(one)
  return one
}

const idle = () => new Promise<void>((go) => ('requestIdleCallback' in window ? requestIdleCallback(() => go(), { timeout: 2_000 }) : setTimeout(go, 50)))

// Until then the first screen, and where she goes at once, come first.
const CALM = 1_000

/** Fetches everything, one part at a time, each when the window rests. */
export async function fetchAll() {
  await new Promise((go) => setTimeout(go, CALM))
  for (const one of all) {
    await idle()
    await one.fetch()
  }
}
