import type { DiagnosedNode, Measure, RegionValue } from '@/api/calls'
import type { NodeType } from '@/shared/diagnosis'
import { kNodeTypes } from '@/shared/diagnosis'
import type { Language } from '@/shared/number'
import { format_money, format_number, format_ratio, format_share } from '@/shared/number'
import type { ValueClass } from '@/shared/quantile'
import { class_of, diverging_class, diverging_classes, kDiverging, quantile_classes, sequential_colours } from '@/shared/quantile'

export const kMeasures: Measure[] = ['count', 'capital', 'share', 'lq', 'density']

/**
 * The value of a measure for a region the register says nothing of: no enterprise is there, so there is no capital and no
 * part of the whole; a quotient and what is near to nothing are undefined.
 */
export function value_of_none(measure: Measure): number | null {
  return measure === 'lq' || measure === 'density' ? null : 0
}

/** The value of a measure for a region; null is unknown, which is not the same as none. */
export function value_of(region: RegionValue, measure: Measure): number | null {
  switch (measure) {
    case 'count': return region.count
    case 'capital': return region.capital_fen
    case 'share': return region.share
    case 'lq': return region.lq
    case 'density': return region.density
  }
}

export function format_measure(value: number | null | undefined, measure: Measure, language: Language): string {
  switch (measure) {
    case 'count': return format_number(value, language)
    case 'capital': return format_money(value, language)
    case 'share': return format_share(value, language)
    case 'lq': return format_ratio(value, language)
    case 'density': return format_ratio(value, language)
  }
}

/**
 * What stands above the legend: where every value is unknown, or enterprises are known only to lie somewhere in the whole,
 * that is not the same as that there is nothing.
 */
export function legend_key(colouring: Colouring, measure: Measure, elsewhere = 0): string {
  if (colouring.legend.length) return measure === 'lq' ? 'map.legend_lq' : 'map.legend'
  if (elsewhere > 0) return 'map.legend_elsewhere'
  return colouring.unknown ? 'map.legend_unknown' : 'map.legend_none'
}

export interface LegendEntry {
  label: string
  colour: string
  count: number
}

export interface Colouring {
  legend: LegendEntry[]
  none: number
  unknown: number
  /** null for unknown; the colour of "none" for a zero. */
  colour_of: (value: number | null | undefined) => string | null
}

export const kNoneColour = '#e9edf1'

/**
 * Colours for the values of a map: quantile classes for amounts, fixed steps around one for the location quotient.
 * Zeros are a class of their own and unknown values are in none, so that neither shifts the cuts.
 */
export function colouring(values: readonly (number | null)[], measure: Measure, language: Language): Colouring {
  const unknown = values.filter((value) => value === null).length
  const known = values.filter((value): value is number => value !== null)
  const positive = known.filter((value) => value > 0)
  if (measure === 'lq') {
    return {
      legend: diverging_classes(positive).map((each) => ({ label: each.label, count: each.count, colour: each.colour })),
      none: known.length - positive.length,
      unknown,
      colour_of: (value) => (value === null || value === undefined ? null : value <= 0 ? kNoneColour : kDiverging[diverging_class(value)]!),
    }
  }
  const classes: ValueClass[] = quantile_classes(positive, 5)
  const colours = sequential_colours(classes.length)
  const format = (value: number) => format_measure(value, measure, language)
  return {
    legend: classes.map((each, i) => ({
      label: format(each.from) === format(each.to) ? format(each.from) : `${format(each.from)} – ${format(each.to)}`,
      colour: colours[i]!,
      count: each.count,
    })),
    none: known.length - positive.length,
    unknown,
    colour_of: (value) => (value === null || value === undefined ? null : value <= 0 ? kNoneColour : (colours[class_of(classes, value)] ?? kNoneColour)),
  }
}

export function counts_by_type(nodes: readonly DiagnosedNode[]): Record<NodeType, number> {
  const counts = Object.fromEntries(kNodeTypes.map((type) => [type, 0])) as Record<NodeType, number>
  for (const node of nodes) counts[node.type]++
  return counts
}

/** Whether text on the colour has to be white. */
export function is_dark(colour: string): boolean {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  return 0.299 * r! + 0.587 * g! + 0.114 * b! < 140
}

/** Radius of a bubble so that its area grows with the value. */
export function bubble_radius(value: number | null, largest: number): number {
  if (value === null || value <= 0 || largest <= 0) return 3
  return Math.max(3.5, 22 * Math.sqrt(value / largest))
}
