import type { Ref } from 'vue'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { ApiError } from '@/api/calls'

/** Counts up when the data behind the answers has changed: whatever is shown is then asked for again. */
export const data_version = ref(0)

export interface Loaded<T> {
  data: Ref<T | null>
  error: Ref<unknown>
  loading: Ref<boolean>
  reload: () => void
}

/** `with_data: false` for what does not depend on the register: a form on it must not be renewed under the writer's hand. */
export interface LoadOptions {
  with_data?: boolean
}

/**
 * Loads again whenever `key` or the data behind the answers changes; null loads nothing. An answer that comes after a later question is dropped, and
 * the old data stays in view until the new has come, so that the page does not flicker.
 */
export function useLoaded<K, T>(key: () => K | null, load: (key: K, signal: AbortSignal) => Promise<T>, { with_data = true }: LoadOptions = {}): Loaded<T> {
  const data = shallowRef<T | null>(null) as Ref<T | null>
  const error = shallowRef<unknown>(null)
  const loading = shallowRef(false)
  let running: AbortController | null = null
  /** An answer on its way is dropped for a newer one once; the next is shown first, so that many changes in a row starve nobody. */
  let dropped = false
  let again = false

  async function run(wanted: K | null) {
    running?.abort()
    again = false
    error.value = null
    if (wanted === null) {
      running = null
      data.value = null
      loading.value = false
      dropped = false
      return
    }
    const own = (running = new AbortController())
    loading.value = true
    try {
      const result = await load(wanted, own.signal)
      if (running === own) data.value = result
    } catch (reason) {
      if (running === own && !own.signal.aborted) {
        // A sign-in that has run out takes nothing from the page: somebody may be writing on it.
        if (reason instanceof ApiError && reason.status === 401 && data.value !== null) return
        error.value = reason
        data.value = null
      }
    } finally {
      if (running === own) {
        loading.value = false
        dropped = false
        if (again) void run(wanted)
      }
    }
  }
  function reload() {
    if (dropped) return void (again = true)
    dropped = loading.value
    void run(key())
  }
  watch(() => `${with_data ? data_version.value : 0} ${JSON.stringify(key())}`, () => void run(key()), { immediate: true })
  onScopeDispose(() => running?.abort())
  return { data, error, loading, reload }
}
