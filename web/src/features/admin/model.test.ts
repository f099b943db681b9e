import { expect, test } from 'vitest'
import type { Account } from '@/api/calls'
import { able_in } from './model'

test('work goes to who works in its zones, who can take all of it first', () => {
  const account = (display_name: string, role: Account['role'], zones: string[], disabled = false) => ({ display_name, role, zones, disabled }) as unknown as Account
  const found = able_in([account('甲', 'officer', ['east']), account('乙', 'viewer', []), account('丙', 'leader', []), account('丁', 'officer', ['east'], true), account('戊', 'agent', ['north'])], ['east', 'west'])
  expect(found.map((each) => [each.account.display_name, each.all])).toEqual([['丙', true], ['甲', false]])
})
