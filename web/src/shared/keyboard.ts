import type { Ref } from 'vue'
import { onBeforeUnmount, onMounted } from 'vue'

/** True while the user types into something, so that single keys are text and not commands. */
export function typing(event: Pick<KeyboardEvent, 'target'>): boolean {
  const target = event.target as HTMLElement | null
  if (!target) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** Keys of the page, active while the component is there; a handler that returns false lets the key go on. */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void | false>) {
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (typing(event) && event.key !== 'Escape') return
    const act = keys[event.key]
    if (act && act(event) !== false) event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', listen))
  onBeforeUnmount(() => window.removeEventListener('keydown', listen))
}

/** Esc closes a popover that is open, before anything under it. */
export function useEscape(open: Ref<boolean>) {
  useKeys({ Escape: () => (open.value ? void (open.value = false) : false) })
}
