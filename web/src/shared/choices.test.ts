import { expect, test } from 'vitest'
import { choice_words } from './choices'

const messages = { channel: { visit: '走访', referral: '推荐' }, project: { stage_signed: '签约', stage_registered: '注册', state_active: '推进', source_visit: '来访' }, lead: { source_visit: '走访来的', source_referral: '推荐来的' } }

test('choices are called by the group of messages that knows all of them', () => {
  expect(choice_words(['signed', 'registered'], 'stage', messages)).toEqual(['签约', '注册'])
  expect(choice_words(['visit', 'referral'], 'channel', messages)).toEqual(['走访', '推荐'])
  expect(choice_words(['visit', 'referral'], 'lead.source', messages)).toEqual(['走访来的', '推荐来的'])
})

test('where not all are known, none is put into words', () => {
  expect(choice_words(['signed', 'unheard'], 'stage', messages)).toBeNull()
  expect(choice_words([], 'stage', messages)).toBeNull()
})
