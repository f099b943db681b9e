import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Me, Role } from '@/api/calls'
import * as calls from '@/api/calls'

/** Who is signed in. `state` is 'unknown' until the server has been asked once. */
export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  const state = ref<'unknown' | 'in' | 'out'>('unknown')

  function set(next: Me | null) {
    me.value = next
    state.value = next ? 'in' : 'out'
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
    set(null)
  }
  const may = computed(() => {
    const roles = me.value?.roles ?? []
    const any = (...wanted: Role[]) => roles.some((role) => wanted.includes(role))
    return { report: any('administrator', 'leader', 'officer', 'agent', 'desk', 'viewer'), edit: any('administrator', 'leader', 'officer', 'agent', 'desk'), administer: any('administrator'), import: any('administrator', 'officer', 'desk') }
  })
  return { me, state, may, load, log_in, log_out, set }
})
