import { shallowRef } from 'vue'
import { ApiError } from '@/api/calls'
import { notify } from './notices'

export interface Versioned {
  version: number
}
type Fields = Record<string, unknown>
/** Somebody else changed the record meanwhile: how it was when looked at, how it is now, and what was to be saved here. */
export interface Conflict {
  before: Fields
  now: Fields
  mine: Fields
  /** Saves what was chosen on top of what the other saved. */
  save: (chosen: Fields) => void
  /** Back to the form; all that was typed is there. */
  back: () => void
  /** What was to be saved here is given up. */
  leave: () => void
}
/** One field of the three states. */
export interface Line {
  key: string
  before: unknown
  mine: unknown
  now: unknown
  /** Who changed it: both differently, only the one or the other; `extra` is no field of the record, as a reason. */
  by: 'both' | 'mine' | 'theirs' | 'extra'
}
export type Take = { take: 'mine' | 'theirs' } | { take: 'text'; text: string }

/** What only the machine counts by says nothing to people. */
const kInternal = new Set(['version', 'updated_ms'])
/** What is written rather than chosen, so that both can be joined. */
const kWritten = new Set(['idea', 'contact', 'needs', 'note', 'reason', 'text', 'name', 'route', 'plan', 'people', 'report'])
export const is_written = (line: Line) => line.by === 'both' && kWritten.has(line.key)

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** The fields that differ between the three, those that need a choice first. */
export function lines_of(before: Fields, mine: Fields, now: Fields): Line[] {
  const lines: Line[] = []
  for (const key of new Set([...Object.keys(mine), ...Object.keys(now)])) {
    if (kInternal.has(key)) continue
    const given = key in mine
    const known = key in now || key in before
    const theirs = known && !same(before[key], now[key])
    const own = given && !same(mine[key], before[key])
    if (!theirs && !own) continue
    // A name stands for the number it goes with.
    if (!given && key.endsWith('_id') && `${key.slice(0, -3)}_name` in now) continue
    if (!given && key.endsWith('_name') && `${key.slice(0, -5)}_id` in mine) continue
    // Both came to the same: nothing to decide.
    const by = !known ? 'extra' : own && theirs && !same(mine[key], now[key]) ? 'both' : theirs ? 'theirs' : 'mine'
    lines.push({ key, before: before[key] ?? null, mine: given ? mine[key] : null, now: now[key] ?? null, by })
  }
  const rank = { both: 0, extra: 1, mine: 2, theirs: 3 }
  return lines.sort((a, b) => rank[a.by] - rank[b.by])
}

/** What is sent: every field that was to be saved, with what was chosen; what was not touched here is as the other left it. */
export function merged(mine: Fields, lines: readonly Line[], choices: Record<string, Take>): Fields {
  const out: Fields = { ...mine }
  for (const key of Object.keys(mine)) {
    const line = lines.find((each) => each.key === key)
    if (line?.by === 'theirs') out[key] = line.now
    if (line?.by !== 'both') continue
    const choice = choices[key] ?? { take: 'theirs' }
    out[key] = choice.take === 'text' ? choice.text : choice.take === 'mine' ? line.mine : line.now
  }
  return out
}
/** Whether nothing of it differs from what is there already. */
export const is_nothing = (chosen: Fields, now: Fields) => Object.keys(chosen).every((key) => key in now && same(chosen[key], now[key]))

/**
 * Changes a record. When somebody else was faster, nothing is overwritten: `conflict` holds the three states until the
 * user has chosen field by field among what he was about to save (`mine`) and what the other saved. Returns whether it
 * was done.
 */
export function useChange<R extends Versioned, D>(record: () => R | undefined, shown: (detail: D) => void, reload: () => void) {
  const conflict = shallowRef<Conflict | null>(null)
  const busy = shallowRef(false)
  async function change<W extends object>(make: (version: number, fields: W) => Promise<D>, done?: () => void, mine: W = {} as W, version = record()?.version ?? 0): Promise<boolean> {
    busy.value = true
    try {
      shown(await make(version, mine))
      conflict.value = null
      done?.()
      return true
    } catch (error) {
      if (error instanceof ApiError && error.current) {
        const now = error.current
        // Of two conflicts in a row the first look counts as what was seen.
        const before = conflict.value?.before ?? { ...record() }
        conflict.value = {
          before,
          now,
          mine: mine as Fields,
          save: (chosen) => {
            if (Object.keys(chosen).length && is_nothing(chosen, now)) {
              conflict.value = null
              reload()
              done?.()
            } else void change(make, done, chosen as W, (now as unknown as R).version)
          },
          back: () => (conflict.value = null),
          leave: () => {
            conflict.value = null
            reload()
          },
        }
      } else notify(error instanceof Error ? [error.message, error instanceof ApiError ? error.detail : ''].filter(Boolean).join(' ') : String(error), { kind: 'bad' })
      return false
    } finally {
      busy.value = false
    }
  }
  return { conflict, busy, change }
}
