/** Done once, whoever asks; where it failed, which is told in the log only, the next one who asks tries again. */
export function once(work: () => Promise<void>): () => Promise<void> {
  let coming: Promise<void> | null = null
  return () =>
    (coming ??= work().catch((problem: unknown) => {
      coming = null
      console.error(problem)
    }))
}
