import type { Directive } from 'vue'
import { i18n } from './language'

/**
 * Text that is too long is never cut: how much there is of how much may be is said under the field, and a form with such
 * a field is not sent. `v-limit="200"`, in characters as the server counts them (code points).
 */
type Field = HTMLInputElement | HTMLTextAreaElement

export const length_of = (text: string) => [...text].length
/** What is said of so many characters; nothing while there is plenty of room. */
export function limit_state(length: number, limit: number): 'none' | 'near' | 'over' {
  if (length > limit) return 'over'
  return length > limit * 0.9 && length > limit - 200 ? 'near' : 'none'
}

const kept = new WeakMap<Field, { limit: number; said: HTMLElement; look: () => void }>()

function look(field: Field) {
  const own = kept.get(field)
  if (!own) return
  const { t } = i18n.global
  const length = length_of(field.value)
  const state = limit_state(length, own.limit)
  const over = state === 'over'
  own.said.textContent = state === 'none' ? '' : over ? t('limit.over', { n: length, limit: own.limit, over: length - own.limit }) : t('limit.near', { n: length, limit: own.limit })
  own.said.hidden = state === 'none'
  own.said.classList.toggle('over', over)
  field.toggleAttribute('data-over', over)
  if (over) field.setAttribute('aria-invalid', 'true')
  else if (field.dataset.wasOver) field.removeAttribute('aria-invalid')
  if (over) field.dataset.wasOver = '1'
  else delete field.dataset.wasOver
}

export const limit: Directive<Field, number> = {
  mounted(field, { value }) {
    const said = document.createElement('span')
    said.className = 'limit small'
    said.setAttribute('role', 'status')
    said.dataset.test = 'limit'
    said.hidden = true
    field.after(said)
    const own = { limit: value, said, look: () => look(field) }
    kept.set(field, own)
    field.addEventListener('input', own.look)
    look(field)
  },
  updated(field, { value }) {
    const own = kept.get(field)
    if (own) own.limit = value
    look(field)
  },
  beforeUnmount(field) {
    kept.get(field)?.said.remove()
  },
}

/** Keeps a form with too long a text from being sent, before its own handler sees it. */
export function guard_limits(on: Document) {
  on.addEventListener('submit', (event) => {
    const over = (event.target as HTMLFormElement).querySelector<Field>('[data-over]')
    if (!over) return
    event.preventDefault()
    event.stopImmediatePropagation()
    over.focus()
    over.scrollIntoView({ block: 'nearest' })
  }, true)
}

/** Says at the field `[data-field=name]` of what is open now what the server refused it for; until it is changed. */
export function mark_refused(name: string, message: string) {
  const open = [...document.querySelectorAll<HTMLElement>('dialog[open]')].at(-1) ?? document
  const field = open.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`)
  // Of one that is too long that is said already.
  if (!field || field.hasAttribute('data-over')) return
  field.parentElement?.querySelector(':scope > .refused')?.remove()
  const said = document.createElement('span')
  said.className = 'refused small'
  said.setAttribute('role', 'alert')
  said.dataset.test = 'field-refused'
  said.textContent = message
  field.setAttribute('aria-invalid', 'true')
  field.after(said)
  field.focus()
  const again = () => {
    said.remove()
    field.removeAttribute('aria-invalid')
  }
  for (const what of ['input', 'change']) field.addEventListener(what, again, { once: true })
}
