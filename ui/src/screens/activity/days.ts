// Rows of activity gathered by day, and pages joined into one list without a hole or a double.
import type { ActivityRow } from '../../lib/bindings'

export type Day = { key: string; at: string; rows: ActivityRow[] }

/** Newest first, as they come; a new day starts where the local date changes. */
export function byDay(rows: ActivityRow[]): Day[] {
  const days: Day[] = []
  for (const row of rows) {
    const key = new Date(row.at).toDateString()
    const last = days.at(-1)
    if (last?.key === key) last.rows.push(row)
    else days.push({ key, at: row.at, rows: [row] })
  }
  return days
}

/**
 * The newest page before what was loaded earlier. Rows never change, so that only new ones are added;
 * where more came than one page holds, the older part is let go rather than shown with a hole in it.
 */
export function joined(newest: ActivityRow[], kept: ActivityRow[], older: boolean): ActivityRow[] {
  const oldest = newest.at(-1)?.seq
  if (oldest === undefined) return newest
  const rest = kept.filter(({ seq }) => seq < oldest)
  const meets = !older || kept.some(({ seq }) => seq >= oldest - 1)
  return meets ? [...newest, ...rest] : newest
}

/** Whether it was asked so long before it was applied that the wait is worth telling. */
export function wasOffline(row: ActivityRow): boolean {
  return row.made_at !== null && Date.parse(row.at) - Date.parse(row.made_at) > 10 * 60_000
}
