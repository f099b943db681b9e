import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Alarm } from '@/api/figures'
import { by_kind, counted, days_over, kOthers, kSix, other_kinds } from './model'

const alarm = (kind: string, id: number, days: number, limit_days: number): Alarm => ({ kind, noun: 'project', id, project_id: id, title: '甲', zone_id: 'east', since: '2026-01-01', days, limit_days, escalated: false, why: '', why_en: '', action: '', action_en: '', known_until: null })

test('kinds come in the order of the gates, the worst of a kind first', () => {
  const groups = by_kind([alarm('lead_silent', 1, 40, 30), alarm('after_completed', 2, 200, 180), alarm('after_signed', 3, 100, 90), alarm('after_signed', 4, 300, 90), alarm('of_our_own', 5, 1, 1)])
  expect(groups.map((each) => [each.kind, each.alarms.map((one) => one.id)])).toEqual([['after_signed', [4, 3]], ['after_completed', [2]], ['lead_silent', [1]], ['of_our_own', [5]]])
})

test('the six are all there, those that did not ring with 0', () => {
  const strip = counted(kSix, [{ kind: 'after_signed', name: '已签约未落地', name_en: 'signed, not registered', count: 3 }])
  expect(strip.map((each) => each.count)).toEqual([3, 0, 0, 0, 0, 0])
})

test('a kind that a place has added is counted among the others', () => {
  expect(other_kinds([{ kind: 'of_our_own', name: '自定', name_en: 'own', count: 1 }])).toContain('of_our_own')
  expect(other_kinds([{ kind: 'after_signed', name: '', name_en: '', count: 1 }])).not.toContain('after_signed')
})

test('days beyond the limit are counted, but for what was too fast', () => {
  expect(days_over(alarm('after_signed', 1, 100, 90))).toBe(10)
  expect(days_over(alarm('signed_fast', 1, 100, 3))).toBe(0)
})

test.each(['zh', 'en'])('every kind of the strips has its name (%s)', (language) => {
  const { page } = parse(readFileSync(`../messages/${language}.yaml`, 'utf8')) as { page: { alarm: Record<string, string> } }
  for (const kind of [...kSix, ...kOthers]) expect(page.alarm).toHaveProperty(`kind_${kind}`)
})
