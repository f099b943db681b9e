import { shallowRef } from 'vue'
import { ApiError } from '@/api/calls'
import { notify } from './notices'

export interface Versioned {
  version: number
}
/** Somebody else changed the record meanwhile: how it was when looked at, how it is now, and what to do. */
export interface Conflict {
  before: Record<string, unknown>
  now: Record<string, unknown>
  again: () => void
  leave: () => void
}
export interface Difference {
  key: string
  before: unknown
  now: unknown
}
/** What only the machine counts by says nothing to people. */
const kInternal = new Set(['version', 'updated_ms'])

export function differences(before: Record<string, unknown>, now: Record<string, unknown>): Difference[] {
  return Object.keys(now)
    .filter((key) => !kInternal.has(key) && JSON.stringify(before[key] ?? null) !== JSON.stringify(now[key] ?? null))
    .map((key) => ({ key, before: before[key] ?? null, now: now[key] ?? null }))
}

/**
 * Changes a record. When somebody else was faster, nothing is overwritten: `conflict` holds both states until the user
 * decides whether to do it again on the new one. Returns whether it was done.
 */
export function useChange<R extends Versioned, D>(record: () => R | undefined, shown: (detail: D) => void, reload: () => void) {
  const conflict = shallowRef<Conflict | null>(null)
  const busy = shallowRef(false)
  async function change(make: (version: number) => Promise<D>, done?: () => void, version = record()?.version ?? 0): Promise<boolean> {
    busy.value = true
    try {
      shown(await make(version))
      conflict.value = null
      done?.()
      return true
    } catch (error) {
      if (error instanceof ApiError && error.current) {
        const now = error.current as unknown as R
        conflict.value = {
          before: { ...record() },
          now: error.current,
          again: () => void change(make, done, now.version),
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
