/** A stretch of a text in code points, end exclusive; as the server counts, which is not how JavaScript does (UTF-16). */
export interface Span {
  begin: number
  end: number
}

export interface Segment<T extends Span> {
  text: string
  /** The spans that cover this stretch; none where nothing is marked. */
  spans: T[]
}

/** The text between two offsets counted in code points. */
export function slice_code_points(text: string, begin: number, end: number): string {
  return Array.from(text).slice(begin, end).join('')
}

/**
 * Cuts a text at the borders of spans, so that each stretch is covered by the same spans throughout. Spans may
 * overlap; parts of a span outside the text are ignored. Joined, the segments are the text.
 */
export function segments<T extends Span>(text: string, spans: readonly T[]): Segment<T>[] {
  const points = Array.from(text)
  const cuts = new Set([0, points.length])
  for (const { begin, end } of spans) for (const at of [begin, end]) if (at > 0 && at < points.length) cuts.add(at)
  const borders = [...cuts].sort((a, b) => a - b)
  return borders.slice(0, -1).map((from, i) => {
    const to = borders[i + 1]!
    return { text: points.slice(from, to).join(''), spans: spans.filter((s) => s.begin < to && s.end > from) }
  })
}
