import type { StageTime } from '@/api/figures'

/** Geometry of a Kaplan–Meier curve: steps, band, marks of those still there, and how many are at risk. */
export interface Frame {
  left: number
  top: number
  width: number
  height: number
  days: number
}

/** Days the axis goes to: the last day anybody was watched, up to a whole step of the axis. */
export function axis(time: Pick<StageTime, 'curve' | 'censored'>): { days: number; ticks: number[] } {
  const last = Math.max(1, ...time.curve.map((each) => each.days), ...time.censored.map((each) => each.days))
  const steps = [5, 10, 15, 30, 60, 90, 180, 365, 730]
  const step = steps.find((each) => last / each <= 6) ?? Math.ceil(last / 6 / 365) * 365
  const count = Math.ceil(last / step)
  return { days: count * step, ticks: Array.from({ length: count + 1 }, (_, i) => i * step) }
}

/** Share that remains after so many days. */
export function remaining_at(time: Pick<StageTime, 'curve'>, days: number): number {
  let remaining = 1
  for (const point of time.curve) if (point.days <= days) remaining = point.remaining
  return remaining
}
/** Those still in the stage, and still watched, just before a day. */
export function at_risk(time: Pick<StageTime, 'curve' | 'censored' | 'joined' | 'projects'>, days: number): number {
  const passed = time.curve.reduce((sum, each) => sum + (each.days < days ? each.events : 0), 0)
  const gone = time.censored.reduce((sum, each) => sum + (each.days < days ? each.projects : 0), 0)
  const not_yet = time.joined.reduce((sum, each) => sum + (each.days >= days ? each.projects : 0), 0)
  return Math.max(0, time.projects - passed - gone - not_yet)
}

export const x_of = (frame: Frame, days: number) => frame.left + (frame.width * days) / frame.days
export const y_of = (frame: Frame, share: number) => frame.top + frame.height * (1 - share)
const round = (value: number) => Math.round(value * 10) / 10

/** The curve ends where nobody is watched any more, not at the end of the axis. */
const last_day = (time: Pick<StageTime, 'curve' | 'censored'>) => Math.max(0, ...time.curve.map((each) => each.days), ...time.censored.map((each) => each.days))

export function step_path(time: Pick<StageTime, 'curve' | 'censored'>, frame: Frame): string {
  let path = `M${round(x_of(frame, 0))} ${round(y_of(frame, 1))}`
  for (const point of time.curve) path += `H${round(x_of(frame, point.days))}V${round(y_of(frame, point.remaining))}`
  return `${path}H${round(x_of(frame, last_day(time)))}`
}
export function band_path(time: Pick<StageTime, 'curve' | 'censored'>, frame: Frame): string {
  if (!time.curve.length) return ''
  const end = last_day(time)
  let upper = `M${round(x_of(frame, time.curve[0]!.days))} ${round(y_of(frame, time.curve[0]!.high))}`
  for (const point of time.curve.slice(1)) upper += `H${round(x_of(frame, point.days))}V${round(y_of(frame, point.high))}`
  upper += `H${round(x_of(frame, end))}`
  let lower = ''
  let right = end
  for (const point of [...time.curve].reverse()) {
    lower += `L${round(x_of(frame, right))} ${round(y_of(frame, point.low))}H${round(x_of(frame, point.days))}`
    right = point.days
  }
  return `${upper}${lower}Z`
}
