/** A class of a choropleth: values v with from <= v <= to, both of them real values of the data. */
export interface ValueClass {
  from: number
  to: number
  count: number
}

/**
 * Cuts values into at most `wanted` classes of as equal a size as ties allow: equal values always share a class.
 * Zeros are left out by the caller where zero means "none". Sorted, disjoint, and together they hold every value.
 */
export function quantile_classes(values: readonly number[], wanted: number): ValueClass[] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
  const classes: ValueClass[] = []
  let begin = 0
  while (begin < sorted.length) {
    const left = wanted - classes.length
    let end = left <= 1 ? sorted.length : begin + Math.max(1, Math.round((sorted.length - begin) / left))
    // A tie is never cut; it goes whole to the class it begins in.
    while (end < sorted.length && sorted[end] === sorted[end - 1]) end++
    classes.push({ from: sorted[begin]!, to: sorted[end - 1]!, count: end - begin })
    begin = end
  }
  return classes
}

/** Index of the class that holds the value; -1 where none does. */
export function class_of(classes: readonly ValueClass[], value: number): number {
  return classes.findIndex((each) => value >= each.from && value <= each.to)
}

/** ColorBrewer's YlGnBu, five classes, light to dark; safe for colour-blind eyes. */
const kYlGnBu = ['#ffffcc', '#a1dab4', '#41b6c4', '#2c7fb8', '#253494']

/** One colour per class, spread over the scale so that few classes still tell apart. */
export function sequential_colours(count: number): string[] {
  if (count <= 0) return []
  if (count === 1) return [kYlGnBu[2]!]
  return Array.from({ length: count }, (_, i) => kYlGnBu[Math.round((i * (kYlGnBu.length - 1)) / (count - 1))]!)
}

/** For ratios around one (LQ): below, near and above one. Diverging scale after ColorBrewer's BrBG, five steps, the middle one not grey, which means none. */
export const kDiverging = ['#a6611a', '#dfc27d', '#fbf4dc', '#80cdc1', '#018571']
const kDivergingCuts = [0.5, 0.8, 1.25, 2]

export function diverging_class(value: number): number {
  const at = kDivergingCuts.findIndex((cut) => value < cut)
  return at < 0 ? kDivergingCuts.length : at
}

export function diverging_classes(values: readonly number[]): { label: string; count: number; colour: string }[] {
  const labels = ['< 0.5', '0.5 – 0.8', '0.8 – 1.25', '1.25 – 2', '≥ 2']
  const counts = labels.map(() => 0)
  for (const value of values) if (Number.isFinite(value)) counts[diverging_class(value)]!++
  return labels.map((label, i) => ({ label, count: counts[i]!, colour: kDiverging[i]! }))
}
