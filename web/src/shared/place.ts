import { computed } from 'vue'
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { useRoute, useRouter } from 'vue-router'

/**
 * Where the user stands: region, chain, node and period, read from the URL and written to it, so that every view
 * can be sent to a colleague, and Back works. These travel from page to page; a page's own filters do not.
 */
export interface Place {
  /** Six digits of GB/T 2260; 100000 is the country. */
  region: string
  /** A promotion zone; where set it narrows the region. */
  zone: string
  chain: string
  node: string
  /** Years of founding, inclusive; empty is open. */
  since: string
  until: string
}

export const kCountry = '100000'
/** A region's name as a map has room for it: 吉林, not 吉林省; two characters stay. */
export const short_region = (name: string) => name.replace(/(维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|省|市)$/, (end) => (name.length - end.length >= 2 ? '' : end))
const kTravelling = ['region', 'zone', 'chain', 'node', 'since', 'until'] as const

export function text_of(query: LocationQuery, key: string): string {
  const value = query[key]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

export function place_of(query: LocationQuery): Place {
  const region = text_of(query, 'region')
  const chain = text_of(query, 'chain')
  const node = text_of(query, 'node')
  const year = (key: string) => (/^\d{4}$/.test(text_of(query, key)) ? text_of(query, key) : '')
  return {
    region: /^\d{6}$/.test(region) ? region : kCountry,
    zone: text_of(query, 'zone'),
    // A node's id carries its chain, so a link with the node alone is enough.
    chain: chain || (node.includes('/') ? node.slice(0, node.indexOf('/')) : ''),
    node,
    since: year('since'),
    until: year('until'),
  }
}

/** The query with a patch applied; empty values and the country leave the URL. A new chain drops the old one's node. */
export function patched(query: LocationQuery, patch: Record<string, string | undefined>): LocationQueryRaw {
  const next: LocationQueryRaw = { ...query }
  if (patch.chain !== undefined && patch.node === undefined && !text_of(query, 'node').startsWith(`${patch.chain}/`)) delete next.node
  if (patch.region !== undefined && patch.zone === undefined) delete next.zone
  for (const [key, value] of Object.entries(patch)) {
    if (!value || (key === 'region' && value === kCountry)) delete next[key]
    else next[key] = value
  }
  return next
}

/** What of a query goes along to another page. */
export function travelling(query: LocationQuery): LocationQueryRaw {
  return Object.fromEntries(kTravelling.filter((key) => text_of(query, key)).map((key) => [key, text_of(query, key)]))
}

export function usePlace() {
  const route = useRoute()
  const router = useRouter()
  const place = computed(() => place_of(route.query))
  return {
    place,
    luggage: computed(() => travelling(route.query)),
    query: (key: string) => text_of(route.query, key),
    /** Changes the URL; `replace` for what Back should not step through, like typing. */
    go: (patch: Record<string, string | undefined>, replace = false) =>
      router[replace ? 'replace' : 'push']({ query: patched(route.query, patch) }),
  }
}
