// Text to the clipboard, at once and only while a click is being handled: after a wait WebKit no longer
// counts the click as the person's own, which is why links are shown first and copied by a second click.
export function copyText(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  const open = document.querySelector('dialog[open]') ?? document.body
  // Inside an open dialog nothing outside it can be selected.
  open.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  return copied
}
