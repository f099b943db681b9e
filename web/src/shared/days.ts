/** Today in China, wherever the browser is: a civil day at +08:00, as the server counts. Asked for with every card and row. */
export function today_in_china(now_ms = Date.now()): string {
  return new Date(now_ms + 8 * 3_600_000).toISOString().slice(0, 10)
}

/** Until when the clocks of a project run: today, or the last day that is known of it. */
export const clock_day = (project: { known_until: string | null }, today = today_in_china()): string => (project.known_until && project.known_until < today ? project.known_until : today)

/** Days from today to a day; below 0 it is past. */
export function days_until(day: string, today = today_in_china()): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
}
