import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ChainSummary, Region, Status, Zone } from '@/api/calls'
import * as calls from '@/api/calls'
import { matches_name } from './initials'
import type { Language } from './number'
import { kCountry } from './place'

/** Lists that every page needs and that seldom change: regions, zones, chains, and what data is served. */
export const useCatalogue = defineStore('catalogue', () => {
  const regions = shallowRef<Region[]>([])
  /** Those whose rows may be seen; names of the others are needed where leads go from one to another. */
  const all_zones = shallowRef<Zone[]>([])
  const zones = computed(() => all_zones.value.filter((each) => each.seen))
  const chains = shallowRef<ChainSummary[]>([])
  const status = shallowRef<Status | null>(null)
  const loaded = ref(false)
  let loading: Promise<void> | null = null
  const by_code = computed(() => new Map(regions.value.map((each) => [each.code, each])))
  const children = computed(() => {
    const of = new Map<string, Region[]>()
    for (const each of regions.value) {
      const list = of.get(each.parent)
      if (list) list.push(each)
      else of.set(each.parent, [each])
    }
    return of
  })

  async function load() {
    const [r, z, c, s] = await Promise.all([calls.get_regions(), calls.get_zones(), calls.get_chains(), calls.get_status()])
    regions.value = r
    all_zones.value = z
    chains.value = c
    status.value = s
    loaded.value = true
  }
  /** Loads once; asks again after a failure. */
  function ready(): Promise<void> {
    loading ??= load().catch((reason) => {
      loading = null
      throw reason
    })
    return loading
  }
  /** Nodes of all chains by name, Latin name or initials. */
  function find_nodes(query: string): { id: string; name: string; name_en: string }[] {
    return chains.value.flatMap((chain) =>
      chain.nodes.filter((node) => matches_name(query, node.name, node.name_en)),
    )
  }
  async function refresh_status() {
    status.value = await calls.get_status()
  }

  /** From the country down to the region itself. */
  function path_to(code: string): Region[] {
    const path: Region[] = []
    for (let at = by_code.value.get(code); at && path.length < 6; at = at.code === kCountry ? undefined : by_code.value.get(at.parent)) path.unshift(at)
    return path
  }
  /** "吉林省 通化市 梅河口市" from the province down, without repeats; a dash where the region is not known. */
  function place_name(code: string, language: Language): string {
    const path = path_to(code).slice(1)
    const names = path.map((each) => (language === 'en' && each.name_en ? each.name_en : each.name))
    if (language === 'en') names.reverse()
    return names.filter((name, i) => name !== names[i - 1]).join(language === 'en' ? ', ' : ' ') || '—'
  }
  const node_names = computed(() => new Map(chains.value.flatMap((chain) => chain.nodes.map((node) => [node.id, node] as const))))
  function node_name(id: string, language: Language): string {
    const node = node_names.value.get(id)
    return node ? (language === 'en' && node.name_en ? node.name_en : node.name) : id
  }
  function chain_name(id: string, language: Language): string {
    const chain = chains.value.find((each) => each.id === id)
    return chain ? (language === 'en' && chain.name_en ? chain.name_en : chain.name) : id
  }
  function zone_name(id: string, language: Language): string {
    const zone = all_zones.value.find((each) => each.id === id)
    return zone ? (language === 'en' && zone.name_en ? zone.name_en : zone.name) : id
  }
  function region_name(code: string, language: Language): string {
    const region = by_code.value.get(code)
    return region ? (language === 'en' && region.name_en ? region.name_en : region.name) : code
  }
  return { zone_name, chain_name, region_name, place_name, node_name, regions, zones, all_zones, chains, status, loaded, by_code, children, ready, refresh_status, path_to, find_nodes }
})
