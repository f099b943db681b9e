/** Today in China, wherever the browser is. */
export function today_in_china(now_ms = Date.now()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(now_ms)
}

/** Days from today to a day; below 0 it is past. */
export function days_until(day: string, today = today_in_china()): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
}
