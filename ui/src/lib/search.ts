// Search in what the window has at hand, as the desk searches in what it has: capitals, accents and other
// marks make no difference, "jose" finds José.
export const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether a text holds what was typed, wherever. */
export const holds = (text: string, typed: string) => plain(text).includes(plain(typed.trim()))
