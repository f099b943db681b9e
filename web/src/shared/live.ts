import { ref, watch } from 'vue'
import type { Job } from '@/api/calls'
import { open_events } from '@/api/calls'
import { useCatalogue } from './catalogue'
import { i18n } from './language'
import { notify } from './notices'
import { data_version } from './loading'
import type { Language } from './number'
import { format_number } from './number'
import { useSession } from './session'

const kAgain_ms = 10_000
/** However many change something at once, lists are asked for again no more often than this. */
const kBreath_ms = 500

/** The job that last moved on, as the server told it. */
export const last_job = ref<Job | null>(null)
/** Counts up when a lead, a project or what belongs to one was changed by anybody. */
export const changed = ref(0)
/**
 * Asks again when anybody changed something; while something is `held` under the user's hand (a form that is open, a
 * text that is being written) as soon as it is let go.
 */
export function follow_changes(reload: () => unknown, held: () => unknown) {
  const missed = ref(false)
  watch(changed, () => (held() ? (missed.value = true) : reload()))
  watch(() => missed.value && !held(), (now) => {
    if (!now) return
    missed.value = false
    reload()
  })
}
/** Counts up when events may have been missed, so that lists are asked for again. */
export const resumed = ref(0)

/** The first of a row of calls at once, the others together when `rest_ms` have passed. */
export function together(call: () => void, rest_ms: number): () => void {
  let resting = false
  let missed = false
  function rested() {
    resting = false
    if (missed) act()
  }
  function act() {
    missed = false
    resting = true
    call()
    setTimeout(rested, rest_ms)
  }
  return () => {
    if (resting) missed = true
    else act()
  }
}
const say_changed = together(() => changed.value++, kBreath_ms)

/**
 * Listens to the server while somebody is signed in and the page is in view: a browser allows few connections to a
 * server, so pages in the background keep none. When what is answered from has changed, everything shown is asked for
 * again and a notice says so.
 */
export function listen_to_server() {
  const session = useSession()
  const catalogue = useCatalogue()
  let close: (() => void) | null = null
  let opened_before = false
  let looking: Promise<void> | null = null

  /** `anew` where something is known to have changed, be it only a verdict on a tag. */
  async function look(anew: boolean) {
    const before = catalogue.status
    await catalogue.refresh_status()
    const now = catalogue.status
    const other = Boolean(before && now && before.fingerprint !== now.fingerprint)
    if (anew || other) data_version.value++
    if (!other || !now) return
    notify(i18n.global.t('status.changed', { n: format_number(now.enterprises, i18n.global.locale.value as Language) }))
  }
  /** One look at a time; what goes wrong shows at the next thing the user does. */
  function look_again(anew = false) {
    looking ??= look(anew).catch(() => {}).finally(() => (looking = null))
  }

  const wanted = () => session.state === 'in' && !session.me?.must_change_password && !document.hidden
  function start() {
    if (close || !wanted()) return
    close = open_events({
      open: () => {
        if (opened_before) {
          resumed.value++
          changed.value++
          look_again()
        }
        opened_before = true
      },
      status: () => look_again(true),
      change: say_changed,
      job: (job) => {
        last_job.value = job
        if (job.state === 'done') look_again()
      },
      lost: () => {
        stop()
        window.setTimeout(start, kAgain_ms)
      },
    })
  }
  function stop() {
    close?.()
    close = null
  }
  const adapt = () => (wanted() ? start() : stop())
  document.addEventListener('visibilitychange', adapt)
  watch(() => [session.state, session.me?.must_change_password], adapt, { immediate: true })
}
