import { expect, test } from 'vitest'
import { differences } from './conflict'

test('what others changed is told field by field, without what only counts versions', () => {
  expect(differences({ version: 1, idea: 'a', size_fen: null }, { version: 2, idea: 'b', size_fen: 5 })).toEqual([
    { key: 'idea', before: 'a', now: 'b' },
    { key: 'size_fen', before: null, now: 5 },
  ])
  expect(differences({ version: 1, idea: 'a' }, { version: 2, idea: 'a' })).toEqual([])
})
