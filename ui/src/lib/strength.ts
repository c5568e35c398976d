// How hard a passphrase is to guess, in a word, while it is typed. Only advice: whether it is taken is
// the program's to say.
export type Strength = 'short' | 'weak' | 'fair' | 'good' | 'strong'

export const SHORTEST = 12
/** What everybody tries first; none of it makes anything harder to guess. */
const COMMON = /password|passphrase|kata ?sandi|keyholder|rahasia|sayang|bismillah|indonesia|qwerty|asdf|letmein|welcome|admin|1234567*|0000+|1111+/gi

/** `known`: words that whoever knows her would try, such as her name. */
export function strength(typed: string, known: string[] = []): Strength {
  if ([...typed].length < SHORTEST) return 'short'
  let rest = typed.replace(COMMON, '')
  for (const word of known.flatMap((text) => text.split(/[\s@.]+/)).filter((word) => word.length > 2)) {
    rest = rest.replaceAll(new RegExp(word.replace(/[^\p{L}\p{N}]/gu, '\\$&'), 'giu'), '')
  }
  const bits = guesses(rest)
  if (bits < 30) return 'weak'
  if (bits < 48) return 'fair'
  return bits < 66 ? 'good' : 'strong'
}

/** About so many yes-or-no questions find it: letters in words tell little, repeats and rows of keys next to nothing. */
function guesses(text: string): number {
  const characters = [...text]
  return characters.reduce((bits, one, at) => {
    const step = at ? one.codePointAt(0)! - characters[at - 1]!.codePointAt(0)! : 9
    if (Math.abs(step) <= 1) return bits + 0.5
    const begins = !at || /\s/.test(characters[at - 1]!)
    if (/\p{Ll}/u.test(one)) return bits + (begins ? 4 : 2.2)
    return bits + (/\s/.test(one) ? 0.5 : /\p{N}/u.test(one) ? 3 : 4)
  }, 0)
}
