import { expect, test } from 'vitest'
import type { Member, TaskTemplate } from '@/api/project_work'
import { fitting_templates, fulfilled_share, missing_roles, promise_problem } from './model_work'

const member = (role: Member['role'], left: string | null = null): Member => ({ id: 1, account_id: 1, display_name: '', role, since: '', left, note: '' })

test('a role that somebody left is missing again', () => {
  expect(missing_roles([member('sponsor'), member('agent', '2026-01-01')])).toEqual(['lead_officer', 'agent'])
  expect(missing_roles([member('sponsor'), member('agent'), member('lead_officer')])).toEqual([])
})

test('templates for all projects fit, special ones only with their kind', () => {
  const template = (id: string, kinds: string[]): TaskTemplate => ({ id, stage: 'registered', kinds, name: id, name_en: id, days: 1, working: true, depends_on: [], basis: '', basis_en: '', documents: [], documents_en: [], authority: '', authority_en: '', source: '', checked: null, checked_against: '' })
  const all = [template('filing', []), template('auction', ['land']), template('report', ['chemical', 'drug'])]
  expect(fitting_templates(all, 'registered', []).map((each) => each.id)).toEqual(['filing'])
  expect(fitting_templates(all, 'registered', ['land', 'drug']).map((each) => each.id)).toEqual(['filing', 'auction', 'report'])
  expect(fitting_templates(all, 'signed', ['land'])).toEqual([])
})

test('an incentive of the zone needs its law, that of nobody else does', () => {
  const draft = { side: 'zone', kind: 'incentive', text: '设备补贴', due: '2026-12-31', legal_basis: ' ' }
  expect(promise_problem(draft)).toBe('basis')
  expect(promise_problem({ ...draft, legal_basis: '国发〔2024〕1号' })).toBeNull()
  expect(promise_problem({ ...draft, kind: 'land' })).toBe('basis')
  expect(promise_problem({ ...draft, kind: 'utility' })).toBeNull()
  expect(promise_problem({ ...draft, kind: 'utility', wan: '1,000' })).toBe('basis')
  expect(promise_problem({ ...draft, side: 'investor', kind: 'investment', wan: '1000' })).toBeNull()
  expect(promise_problem({ ...draft, text: '' })).toBe('text')
  expect(promise_problem({ ...draft, due: '' })).toBe('due')
})

test('how much has come is not known while either amount is not, and more than promised is all of it', () => {
  const promise = { amount_fen: 200, fulfilled_fen: 50, state: 'partly' as const }
  expect(fulfilled_share(promise)).toBe(0.25)
  expect(fulfilled_share({ ...promise, fulfilled_fen: null })).toBeNull()
  expect(fulfilled_share({ ...promise, amount_fen: 0 })).toBeNull()
  expect(fulfilled_share({ ...promise, fulfilled_fen: 300 })).toBe(1)
})
