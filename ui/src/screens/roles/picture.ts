// Both tables of Roles as one picture, drawn from the same words and in the window's own colours, twice as large as on the
// screen so that it stays sharp where it is printed or enlarged.
import type { Role, RolesView } from '../../lib/bindings'
import { t } from '../../lib/i18n.svelte'
import { roleName } from '../../lib/words'
import type { Row } from './compare'
import { sheets } from './tables'

const SCALE = 2
const EDGE = 36
const FIRST = 290
const COLUMN = 164
const LINE = 34
const BAND = 28
const HEAD = 46
const TITLE = 52

export type Ink = Record<'surface' | 'sunken' | 'line' | 'line-strong' | 'text' | 'text-2' | 'text-3' | 'accent' | 'warn' | 'edge', string> & { family: string }
type Brush = CanvasRenderingContext2D

/** The colours and letters of the window as it is dressed now. */
export function inkOf(element: Element): Ink {
  const style = getComputedStyle(element)
  const names = ['surface', 'sunken', 'line', 'line-strong', 'text', 'text-2', 'text-3', 'accent', 'warn', 'edge'] as const
  return { ...Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])), family: style.fontFamily } as Ink
}

export function sizeOf(view: RolesView): { width: number; height: number } {
  const table = (rows: Row[]) => TITLE + HEAD + rows.length * LINE + new Set(rows.map((row) => row.part).filter(Boolean)).size * BAND
  const height = sheets(view).reduce((sum, { rows }) => sum + table(rows) + EDGE, 2 * EDGE + 20)
  return { width: 2 * EDGE + FIRST + view.roles.length * COLUMN, height }
}

export async function picture(view: RolesView, about: string): Promise<Uint8Array> {
  const { width, height } = sizeOf(view)
  const canvas = document.createElement('canvas')
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  const brush = canvas.getContext('2d')!
  brush.scale(SCALE, SCALE)
  paint(brush, view, about, inkOf(document.body))
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (!blob) throw new Error('the picture cannot be drawn')
  return new Uint8Array(await blob.arrayBuffer())
}

export function paint(brush: Brush, view: RolesView, about: string, ink: Ink) {
  const { width, height } = sizeOf(view)
  const write = writer(brush, ink)
  const rule = (y: number, colour: string) => {
    brush.fillStyle = colour
    brush.fillRect(EDGE, y - 1, width - 2 * EDGE, 1)
  }
  brush.fillStyle = ink.surface
  brush.fillRect(0, 0, width, height)
  brush.textBaseline = 'middle'
  write(about, EDGE, EDGE - 4, width - 2 * EDGE, { colour: ink['text-3'] })
  let y = EDGE + 20
  for (const { title, corner, rows } of sheets(view)) {
    write(title, EDGE, y + TITLE / 2, width - 2 * EDGE, { size: 19, weight: 600 })
    y += TITLE
    write(corner, EDGE + 4, y + HEAD / 2, FIRST - 12, { colour: ink['text-3'] })
    view.roles.forEach(({ role }, at) => write(roleName(role), EDGE + FIRST + at * COLUMN, y + HEAD / 2, COLUMN - 10, { weight: 600 }))
    y += HEAD
    rule(y, ink['line-strong'])
    let part: string | undefined
    for (const row of rows) {
      if (row.part && row.part !== part) {
        part = row.part
        brush.fillStyle = ink.sunken
        brush.fillRect(EDGE, y, width - 2 * EDGE, BAND)
        write(part, EDGE + 4, y + BAND / 2, FIRST, { size: 12, weight: 600, colour: ink['text-2'] })
        y += BAND
      }
      const end = write(row.label, EDGE + 4, y + LINE / 2, FIRST - 12, {}) + 8
      if (row.sensitive) write(t('sensitive'), EDGE + 4 + end, y + LINE / 2, FIRST - 12 - end, { size: 11, colour: ink.warn })
      view.roles.forEach(({ role }, at) => cell(brush, write, row, role, EDGE + FIRST + at * COLUMN, y + LINE / 2, ink))
      y += LINE
      rule(y, ink.line)
    }
    y += EDGE
  }
}

type Look = { size?: number; weight?: number; colour?: string }
type Write = (text: string, x: number, y: number, room: number, look: Look) => number

/** Words in a room, and how much of it they take; what does not fit ends in an ellipsis. */
function writer(brush: Brush, ink: Ink): Write {
  return (text, x, y, room, { size = 13, weight = 400, colour = ink.text }) => {
    brush.font = `${weight} ${size}px ${ink.family}`
    brush.fillStyle = colour
    let shown = text
    while (shown.length > 1 && brush.measureText(shown).width > room) shown = `${shown.replace(/…$/, '').slice(0, -1).trimEnd()}…`
    brush.fillText(shown, x, y)
    return brush.measureText(shown).width
  }
}

function cell(brush: Brush, write: Write, row: Row, role: Role, x: number, y: number, ink: Ink) {
  const found = row.cells[role]
  if (!found) return
  const none = found.code === 'none' || found.code === 'never'
  sign(brush, found.code, x, y, ink)
  const up = found.note ? 7 : 0
  write(found.word, x + 20, y - up, COLUMN - 26, { colour: none ? ink['text-3'] : ink.text })
  if (found.note) write(found.note, x + 20, y + 8, COLUMN - 26, { size: 10.5, colour: ink['text-3'] })
}

/** The same shapes as on the screen (`Level`, `Bound`). */
function sign(brush: Brush, code: string, x: number, y: number, ink: Ink) {
  const round = (radius: number) => {
    brush.beginPath()
    brush.arc(x + 7, y, radius, 0, 2 * Math.PI)
  }
  const stroke = (colour: string, width: number) => {
    brush.strokeStyle = colour
    brush.lineWidth = width
    brush.stroke()
  }
  const line = (...points: [number, number][]) => {
    brush.beginPath()
    points.forEach(([dx, dy], at) => (at ? brush.lineTo(x + dx, y + dy) : brush.moveTo(x + dx, y + dy)))
  }
  if (code === 'full' || code === 'always') {
    round(6)
    brush.fillStyle = ink.accent
    brush.fill()
    line([4.3, 0.2], [6.2, 2.1], [9.8, -1.8])
    stroke(ink.surface, 1.6)
  } else if (code === 'partial') {
    round(5.25)
    stroke(ink.warn, 1.5)
    brush.beginPath()
    brush.arc(x + 7, y, 5.25, -Math.PI / 2, Math.PI / 2)
    brush.fillStyle = ink.warn
    brush.fill()
  } else if (code === 'by_group') {
    brush.beginPath()
    brush.roundRect(x + 1.75, y - 5.25, 10.5, 10.5, 3)
    stroke(ink.accent, 1.5)
    line([7, -2.6], [7, 2.6])
    stroke(ink.accent, 1.5)
    line([4.4, 0], [9.6, 0])
    stroke(ink.accent, 1.5)
  } else if (code === 'none') {
    brush.setLineDash([2, 2.1])
    round(5.25)
    stroke(ink.edge, 1.5)
    brush.setLineDash([])
  } else {
    line([3.5, 0], [10.5, 0])
    stroke(ink.edge, 1.6)
  }
}
