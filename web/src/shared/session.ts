import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Me, Role } from '@/api/calls'
import * as calls from '@/api/calls'
import { data_version } from './loading'

export const kSignedOut = 'lianzhao.signed_out'

/** Who is signed in. `state` is 'unknown' until the server has been asked once. */
export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  const state = ref<'unknown' | 'in' | 'out'>('unknown')
  /** The server no longer knows who is asking, but what stands on the page is kept until he has signed in again. */
  const expired = ref(false)

  function set(next: Me | null) {
    me.value = next
    state.value = next ? 'in' : 'out'
    expired.value = false
  }
  /** He has signed in again; what the page could not load meanwhile is asked for. */
  function resume(next: Me) {
    set(next)
    data_version.value++
  }
  async function load() {
    set(await calls.get_me())
  }
  async function log_in(name: string, password: string, code = '') {
    await calls.log_in(name, password, code)
    await load()
  }
  async function log_out() {
    await calls.log_out()
    // The browser's other tabs have the same sign-in: nothing of theirs is to stay in view.
    localStorage.setItem(kSignedOut, String(Date.now()))
    set(null)
  }
  const may = computed(() => {
    const roles = me.value?.roles ?? []
    const any = (...wanted: Role[]) => roles.some((role) => wanted.includes(role))
    return { report: any('administrator', 'leader', 'officer', 'agent', 'desk', 'viewer'), edit: any('administrator', 'leader', 'officer', 'agent', 'desk'), decide: any('administrator', 'leader', 'desk'), administer: any('administrator'), import: any('administrator', 'officer', 'desk') }
  })
  return { me, state, expired, may, resume, load, log_in, log_out, set }
})
