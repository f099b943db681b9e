import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { ChainSummary, Region, Zone } from '@/api/calls'
import { kCountry, travelling } from './place'

const kKey = 'lianzhao.place'

/** Keeps where the user stands, so that tomorrow begins where today ended. A page without a place keeps what is kept. */
export function remember(query: LocationQuery) {
  const luggage = travelling(query)
  if (Object.keys(luggage).length) localStorage.setItem(kKey, JSON.stringify(luggage))
}

/** What was kept, without places that are gone by now. */
function remembered(zones: Zone[], by_code: Map<string, Region>, chains: ChainSummary[]): LocationQueryRaw | null {
  try {
    const kept = JSON.parse(localStorage.getItem(kKey) ?? 'null') as Record<string, unknown> | null
    if (!kept) return null
    const known = {
      region: by_code.has(String(kept.region)),
      zone: zones.some((each) => each.id === kept.zone),
      chain: chains.some((each) => each.id === kept.chain),
    }
    const query: LocationQueryRaw = {}
    for (const key of ['region', 'zone', 'chain'] as const) if (known[key]) query[key] = String(kept[key])
    return Object.keys(query).length ? query : null
  } catch {
    return null
  }
}

/** The smallest region that holds all zones; the country without zones. */
export function region_around(zones: Zone[], path_to: (code: string) => Region[]): string {
  const paths = zones.map((zone) => path_to(zone.region).map((each) => each.code)).filter((path) => path.length)
  let around = kCountry
  for (const [depth, code] of (paths[0] ?? []).entries()) {
    if (!paths.every((path) => path[depth] === code)) break
    around = code
  }
  return around
}

interface Known {
  zones: Zone[]
  chains: ChainSummary[]
  by_code: Map<string, Region>
  path_to: (code: string) => Region[]
}

/**
 * Where one comes in who says no place: where he was last; else the zones he may see, one by itself or the region around
 * them all, and the leading chain of the first.
 */
export function start_of(catalogue: Known): LocationQueryRaw {
  const { zones, chains, by_code, path_to } = catalogue
  const last = remembered(zones, by_code, chains)
  if (last) return last
  const query: LocationQueryRaw = {}
  const region = region_around(zones, path_to)
  if (region !== kCountry) query.region = region
  if (zones.length === 1) query.zone = zones[0]!.id
  const leading = zones.flatMap((zone) => zone.chains).find((id) => chains.some((each) => each.id === id))
  if (leading) query.chain = leading
  return query
}

/**
 * The query of an address with what it leaves open of the place. One that says a place without a chain means the first,
 * said aloud: the country stands in the URL by its chain, so choosing it there is no address without a place.
 */
export function begun(query: LocationQuery, catalogue: Known): LocationQueryRaw {
  const said = travelling(query)
  if (!Object.keys(said).length) return { ...start_of(catalogue), ...query }
  const first = catalogue.chains[0]?.id
  return first && (said.region || said.zone) && !said.chain && !said.node ? { ...query, chain: first } : query
}
