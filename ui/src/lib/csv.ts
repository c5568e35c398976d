// Tables as a spreadsheet reads them (RFC 4180): lines end in CR LF, what holds a comma, a quote or a line break is
// quoted, and the file says that it is UTF-8 (Excel would guess otherwise).

// The byte order mark.
const SIGN = String.fromCodePoint(0xfeff)
// What a spreadsheet would run as a formula is marked as text: anybody may name a group `=HYPERLINK(…)`.
const FORMULA = /^[=+\-@\t\r]/

function field(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}

export function csv(rows: string[][]): Uint8Array {
  return new TextEncoder().encode(SIGN + rows.map((row) => row.map(field).join(',') + '\r\n').join(''))
}
