import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { get_my_day } from '@/api/figures'
import { useCatalogue } from '@/shared/catalogue'
import { useSession } from '@/shared/session'
import { begun } from '@/shared/start'
import { has_work } from './work'

/**
 * Whoever has an account and something waiting comes to his day; a day without work would be an empty page, and the one
 * trusted user of a server of one's own has no day: they come to the map, which always has something to show. Either
 * begins at the place where one was last, else at the zones.
 */
export async function first_page(to: RouteLocationNormalized): Promise<RouteLocationRaw> {
  const has_day = !useSession().me?.open && (await get_my_day().then(has_work, () => false))
  return { name: has_day ? 'today' : 'map', query: begun(to.query, useCatalogue()), replace: true }
}
