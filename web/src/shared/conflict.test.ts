import { expect, test } from 'vitest'
import { is_nothing, is_written, lines_of, merged } from './conflict'

const before = { version: 1, idea: 'a', size_fen: null, contact: 'c', officer_id: 1, officer_name: '王' }

test('a field is told with who changed it; what only counts versions is left out', () => {
  const now = { ...before, version: 2, idea: 'theirs', size_fen: 5, officer_id: 2, officer_name: '李' }
  const lines = lines_of(before, { idea: 'mine', size_fen: null, contact: 'c', reason: 'because' }, now)
  expect(lines.map((each) => [each.key, each.by])).toEqual([['idea', 'both'], ['reason', 'extra'], ['size_fen', 'theirs'], ['officer_name', 'theirs']])
  expect(is_written(lines[0]!)).toBe(true)
  expect(lines_of(before, {}, before)).toEqual([])
})

test('both came to the same, or only one changed it: nothing to choose', () => {
  const lines = lines_of(before, { idea: 'x', contact: 'mine' }, { ...before, version: 2, idea: 'x' })
  expect(lines.map((each) => [each.key, each.by])).toEqual([['contact', 'mine'], ['idea', 'theirs']])
  expect(merged({ idea: 'x', contact: 'mine' }, lines, {})).toEqual({ idea: 'x', contact: 'mine' })
})

test('what is sent is a mixture field by field; what was not touched here stays as the other left it', () => {
  const mine = { idea: 'mine', size_fen: 9, contact: 'c', needs: 'm' }
  const now = { ...before, version: 2, idea: 'theirs', size_fen: 5, contact: 'theirs', needs: 't' }
  const lines = lines_of({ ...before, needs: '' }, mine, now)
  expect(merged(mine, lines, { idea: { take: 'text', text: 'both' }, size_fen: { take: 'theirs' }, needs: { take: 'mine' } })).toEqual({ idea: 'both', size_fen: 5, contact: 'theirs', needs: 'm' })
  const all_theirs = merged(mine, lines, { idea: { take: 'theirs' }, size_fen: { take: 'theirs' }, needs: { take: 'theirs' } })
  expect(is_nothing(all_theirs, now)).toBe(true)
  expect(is_nothing({ ...all_theirs, reason: 'r' }, now)).toBe(false)
})
