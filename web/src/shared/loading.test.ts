import { expect, test } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useLoaded } from './loading'

/** Answers that come when the test says so. */
function slow_answers() {
  const waiting: ((answer: number) => void)[] = []
  const aborted: boolean[] = []
  const load = (_key: string, signal: AbortSignal) => {
    const at = aborted.push(false) - 1
    signal.addEventListener('abort', () => (aborted[at] = true))
    return new Promise<number>((resolve) => waiting.push(resolve))
  }
  return { load, waiting, aborted }
}
const settled = () => new Promise((resolve) => setTimeout(resolve))

test('asked again and again, the answer on its way is dropped once; then one is shown and one more is fetched', async () => {
  const { load, waiting, aborted } = slow_answers()
  const scope = effectScope()
  const loaded = scope.run(() => useLoaded(() => 'board', load))!
  for (let i = 0; i < 5; i++) loaded.reload()
  expect(aborted).toEqual([true, false])
  waiting[0]!(1)
  await settled()
  expect(loaded.data.value).toBe(null)
  waiting[1]!(2)
  await settled()
  expect(loaded.data.value).toBe(2)
  expect(waiting).toHaveLength(3)
  waiting[2]!(3)
  await settled()
  expect(loaded.data.value).toBe(3)
  expect(loaded.loading.value).toBe(false)
  expect(waiting).toHaveLength(3)
  scope.stop()
})

test('another question drops the answer to the one before', async () => {
  const { load, waiting, aborted } = slow_answers()
  const key = ref('one')
  const scope = effectScope()
  const loaded = scope.run(() => useLoaded(() => key.value, load))!
  key.value = 'two'
  await nextTick()
  expect(aborted[0]).toBe(true)
  waiting[1]!(2)
  await settled()
  waiting[0]!(1)
  await settled()
  expect(loaded.data.value).toBe(2)
  scope.stop()
})
