import { expect, test } from 'vitest'
import { segments, slice_code_points } from './code_points'

test('offsets are code points: a rare character before the span does not shift it', () => {
  const text = '𠮷林𬭩疫苗生产'
  expect(slice_code_points(text, 3, 5)).toBe('疫苗')
  expect(segments(text, [{ begin: 3, end: 5 }]).find((s) => s.spans.length)?.text).toBe('疫苗')
})

test('segments joined are the text, and each code point carries exactly its spans', () => {
  const points = Array.from('生物制品、𠮷疫苗的研发;药品😀批发')
  for (let a = 0; a < points.length; a++) {
    for (let b = a; b <= points.length + 2; b += 3) {
      const spans = [{ begin: a, end: b }, { begin: 2, end: 9 }, { begin: 5, end: 7 }]
      const parts = segments(points.join(''), spans)
      expect(parts.map((p) => p.text).join('')).toBe(points.join(''))
      let at = 0
      for (const part of parts) {
        for (let end = at + Array.from(part.text).length; at < end; at++) {
          expect(part.spans).toEqual(spans.filter((s) => s.begin <= at && at < s.end))
        }
      }
    }
  }
})

test('an empty text has no segments', () => {
  expect(segments('', [{ begin: 0, end: 3 }])).toEqual([{ text: '', spans: [] }].slice(1))
})
