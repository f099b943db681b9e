import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { changed, follow_changes, together } from './live'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first of a row of changes is told at once, the others once, and the last is never lost', () => {
  const told = vi.fn()
  const change = together(told, 500)
  change()
  expect(told).toHaveBeenCalledTimes(1)
  for (let i = 0; i < 30; i++) change()
  expect(told).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(500)
  expect(told).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(500)
  expect(told).toHaveBeenCalledTimes(2)
  change()
  expect(told).toHaveBeenCalledTimes(3)
})

test('what changes while a form is open is asked for when it closes', async () => {
  const scope = effectScope()
  const open = ref(false)
  const reload = vi.fn()
  scope.run(() => follow_changes(reload, () => open.value))
  changed.value++
  await nextTick()
  expect(reload).toHaveBeenCalledTimes(1)
  open.value = true
  await nextTick()
  changed.value++
  changed.value++
  await nextTick()
  expect(reload).toHaveBeenCalledTimes(1)
  open.value = false
  await nextTick()
  await nextTick()
  expect(reload).toHaveBeenCalledTimes(2)
  open.value = true
  await nextTick()
  open.value = false
  await nextTick()
  expect(reload).toHaveBeenCalledTimes(2)
  scope.stop()
})
