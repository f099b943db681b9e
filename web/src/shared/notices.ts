import { reactive } from 'vue'

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
