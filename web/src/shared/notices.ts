import { computed, onBeforeUnmount, onMounted, reactive } from 'vue'

export interface Notice {
  id: number
  kind: 'good' | 'bad'
  text: string
  /** What can still be taken back, for as long as the notice is there. */
  undo?: () => void
}

let next = 1
export const notices = reactive<Notice[]>([])

/** Says something for a while: longer where it can be undone or has gone wrong. */
export function notify(text: string, options: { kind?: 'good' | 'bad'; undo?: () => void } = {}) {
  const notice = { id: next++, kind: options.kind ?? 'good', text, undo: options.undo }
  notices.push(notice)
  window.setTimeout(() => dismiss(notice.id), options.undo || options.kind === 'bad' ? 10_000 : 4_000)
}

export function dismiss(id: number) {
  const at = notices.findIndex((each) => each.id === id)
  if (at >= 0) notices.splice(at, 1)
}

/** Dialogs that are open, the top one last. Behind it nothing can be read or clicked, so it says itself what went wrong. */
const dialogs = reactive<symbol[]>([])
export function use_dialog_notices() {
  const own = Symbol('dialog')
  onMounted(() => dialogs.push(own))
  onBeforeUnmount(() => dialogs.splice(dialogs.indexOf(own), 1))
  return computed(() => (dialogs.at(-1) === own ? notices.filter((each) => each.kind === 'bad') : []))
}
export const shown_notices = computed(() => (dialogs.length ? notices.filter((each) => each.kind !== 'bad') : notices))
