// Short words in the corner: they announce, never take the focus, and leave by themselves.
export type Toast = { id: number; text: string; kind: 'done' | 'waiting' | 'problem'; action?: { label: string; run(): void } }

const STAY = { done: 5_000, waiting: 6_000, problem: 12_000 }
// One that can be acted on waits for a slow hand.
const STAY_TO_ACT = 15_000
let next = 1
let shown = $state.raw<Toast[]>([])

export const toasts = {
  get all() {
    return shown
  },
}

export function toast(text: string, kind: Toast['kind'] = 'done', action?: Toast['action']) {
  const id = next++
  // The same words again only stay longer.
  shown = [...shown.filter((one) => one.text !== text).slice(-2), { id, text, kind, action }]
  setTimeout(() => dismiss(id), action ? STAY_TO_ACT : STAY[kind])
}

export function dismiss(id: number) {
  shown = shown.filter((one) => one.id !== id)
}
