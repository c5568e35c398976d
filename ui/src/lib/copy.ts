// Text to the clipboard. After a wait WebKit may no longer count the click as the person's own and
// refuse; the older way still works there.
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    const copied = document.execCommand('copy')
    area.remove()
    if (!copied) throw { code: 'clipboard', with: {}, message: text }
  }
}
