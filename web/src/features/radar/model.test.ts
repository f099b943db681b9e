import { expect, test } from 'vitest'
import type { NewsConcern, NewsDecision, NewsEvent, NewsLesson } from '@/api/radar'
import { code_points_before, correction_at, correction_of, draft_of, event_title, in_years, landing_table, lesson_groups, lesson_sentence, minor_of, next_waiting, paragraphs, suggested_outcome, years_of } from './model'
import { say_amount, say_capacity, say_jobs } from './say'

const event = (more: Partial<NewsEvent> = {}): NewsEvent => ({
  id: 1, article_id: 1, zone_id: 'east', dossier_id: 1, kind: 'project', project: '人参精深加工项目', enterprises: [{ name: '甲药业', role: 'investor', enterprise_key: '', candidates: [] }],
  amount: 30_000_000_000, amount_currency: 'CNY', amount_kind: 'total_investment', amount_qualifier: 'exact', amount_fen: 30_000_000_000, land_m2: null, building_m2: null, capacity: [], products: [], jobs: null, jobs_qualifier: '', place_candidates: [], stage: 'signed', place_name: '朝阳区',
  region_code: '220104', place_zone: '', place_zone_id: '', date_from: '2023-04-17', date_to: '2023-04-17', date_text: '4月17日', day: '2023-04-17', node: '', count: null, parts: [], confidence: 0.9,
  state: 'new', outcome: '', lead_id: null, project_id: null, reason: '', decided_by: '', decided_ms: null, created_ms: 0, article_title: '签约', article_source: '日报', published: '2023-04-18', watch_ids: [], version: 1, ...more,
})
const concern = (more: Partial<NewsConcern> = {}): NewsConcern => ({ noun: 'project', id: 7, name: '人参项目', zone_id: 'east', state: 'registered', why: 'name', stage_may_have_changed: true, lands_elsewhere: false, ...more })

test('an event is called by its project, else by who it is about', () => {
  expect(event_title(event())).toBe('人参精深加工项目')
  expect(event_title(event({ project: '' }))).toBe('甲药业')
  expect(event_title(event({ project: '', enterprises: [] }))).toBe('')
})

test('paragraphs carry the words that prove something, also across a character beyond 16 bits', () => {
  const text = '𠮷甲药业签约\n总投资3亿元'
  const [first, second] = paragraphs(text, [{ field: 'enterprises', begin: 1, end: 4, text: '甲药业' }, { field: 'amount', begin: 10, end: 13, text: '3亿元' }])
  expect(first!.segments.map((each) => [each.text, each.spans.map((span) => span.field)])).toEqual([['𠮷', []], ['甲药业', ['enterprises']], ['签约', []]])
  expect(second!.begin).toBe(7)
  expect(second!.segments.at(-1)).toMatchObject({ text: '3亿元', spans: [{ field: 'amount' }] })
})

test('what one key does follows from what the news is about', () => {
  expect(suggested_outcome(event(), [concern()])).toEqual({ outcome: 'project', project_id: 7 })
  expect(suggested_outcome(event(), [concern({ stage_may_have_changed: false })])).toEqual({ outcome: 'noted' })
  expect(suggested_outcome(event({ stage: 'negotiation' }), [])).toEqual({ outcome: 'lead' })
  expect(suggested_outcome(event({ stage: '', zone_id: '' }), [])).toEqual({ outcome: 'noted' })
  expect(suggested_outcome(event({ enterprises: [{ name: '甲', role: 'investor', enterprise_key: 'k', candidates: [] }] }), [])).toEqual({ outcome: 'target' })
  expect(suggested_outcome(event({ kind: 'group', stage: '' }), [])).toEqual({ outcome: 'noted' })
  expect(suggested_outcome(event({ stage: '', enterprises: [{ name: '东区', role: 'zone', enterprise_key: '', candidates: [] }] }), [])).toEqual({ outcome: 'noted' })
})

test('after a decision the next that waits comes, at the end the one before', () => {
  const list = [event({ id: 1 }), event({ id: 2, state: 'accepted' }), event({ id: 3 })]
  expect(next_waiting(list, 1)).toBe(3)
  expect(next_waiting(list, 3)).toBe(1)
  expect(next_waiting([event({ id: 1 })], 1)).toBeNull()
})

test('amounts are read to the fen and nothing else is taken for one', () => {
  expect(minor_of('30,000', 'CNY')).toBe(30_000_000_000)
  expect(minor_of('0.000001', 'CNY')).toBe(1)
  expect(minor_of('5000', 'USD')).toBe(500_000)
  expect(minor_of('3000000000', 'JPY')).toBe(3_000_000_000)
  expect(minor_of(' ', 'CNY')).toBeNull()
  for (const wrong of ['3亿', '-1', '1e5', '99999999999']) expect(minor_of(wrong, 'CNY'), wrong).toBeUndefined()
})

test('a correction says what differs and nothing else', () => {
  const before = event()
  expect(correction_of(before, draft_of(before))).toEqual({})
  expect(correction_of(before, { ...draft_of(before), amount: '31000', stage: '', region_code: '220102' })).toEqual({ amount: 31_000_000_000, region_code: '220102', unknown: ['stage'] })
  expect(correction_of(before, { ...draft_of(before), amount: '', date_from: '', date_to: '' })).toEqual({ unknown: ['amount', 'date'] })
  expect(correction_of(before, { ...draft_of(before), enterprises: [{ name: ' 乙药业 ', role: 'builder', enterprise_key: '' }, { name: ' ', role: 'other', enterprise_key: '' }] })).toEqual({ enterprises: [{ name: '乙药业', role: 'builder', enterprise_key: '' }] })
  expect(correction_of(before, { ...draft_of(before), amount: 'viel' })).toEqual({ problem: 'amount' })
  expect(correction_of(before, { ...draft_of(before), date_from: '2024-01-01', date_to: '2023-01-01' })).toEqual({ problem: 'date' })
  expect(correction_of(before, { ...draft_of(before), region_code: '22' })).toEqual({ problem: 'place' })
  // Without an amount its kind is nobody's business.
  const nothing = event({ amount: null, amount_currency: '', amount_kind: '', amount_qualifier: '' })
  expect(correction_of(nothing, draft_of(nothing))).toEqual({})
})

test('landings become a table whose sums are those of its rows', () => {
  const { years, rows, total_of, total } = landing_table([
    { key: '', year: 2022, projects: 9, amount_fen: 0, without_amount: 9 },
    { key: '220500', year: 2024, projects: 2, amount_fen: 5, without_amount: 1 },
    { key: '220100', year: 2022, projects: 1, amount_fen: 7, without_amount: 0 },
    { key: '220100', year: 2024, projects: 3, amount_fen: 1, without_amount: 0 },
  ])
  expect(years).toEqual([2022, 2024])
  expect([total, total_of.get(2022), total_of.get(2024)]).toEqual([15, 10, 5])
  expect(rows.map((row) => [row.key, row.projects, row.amount_fen])).toEqual([['220100', 4, 8], ['220500', 2, 5], ['', 9, 0]])
  expect(rows[1]!.by_year.get(2022)).toBeUndefined()
})

test('a selection is counted as the server counts', () => {
  expect(code_points_before('𠮷甲药业', 3)).toBe(2)
})

const lesson = (more: Partial<NewsLesson>): NewsLesson => ({
  id: 1, zone_id: 'east', kind: 'enterprise', words: '四环', means: '', key: '', region_code: '', within_region: '', stage: '', confidence: 0, in_force: true, learned_ms: 0, switched_by: '', switched_ms: null, events: 0, passed_over: 0, causes: [], ...more,
})

test('a lesson is a sentence', () => {
  const words = (more: Partial<NewsLesson>) => {
    const { key, data, said } = lesson_sentence(lesson(more), (stage) => `stage ${stage}`, (code) => `region ${code}`, (id) => `zone ${id}`)
    return [key, ...Object.values(data), ...Object.values(said)].join(' ')
  }
  expect(words({})).toBe('radar.lesson_enterprise 四环')
  expect(words({ means: '吉林四环制药有限公司' })).toBe('radar.lesson_alias 四环 吉林四环制药有限公司')
  expect(words({ kind: 'no_project' })).toBe('radar.lesson_no_project 四环')
  expect(words({ kind: 'stage', stage: 'signed' })).toBe('radar.lesson_stage 四环 stage signed')
  expect(words({ kind: 'stage' })).toBe('radar.lesson_no_stage 四环')
  expect(words({ kind: 'place', region_code: '220200' })).toBe('radar.lesson_place 四环 region 220200')
  expect(words({ kind: 'place', key: 'east', region_code: '220104', within_region: '220100' })).toBe('radar.lesson_place_within 四环 zone east region 220100')
})

test('lessons stand by what they are about, the most used first', () => {
  const groups = lesson_groups([lesson({ id: 1, kind: 'stage' }), lesson({ id: 2, kind: 'no_enterprise', passed_over: 1 }), lesson({ id: 3, events: 4 })])
  expect(groups.map((group) => [group.id, group.lessons.map((each) => each.id)])).toEqual([['enterprises', [3, 2]], ['stages', [1]]])
})

test('a known zone is chosen apart from what the article calls it, and other words drop it', () => {
  const known = event({ place_zone: '高新区', place_zone_id: 'east' })
  expect(correction_of(known, { ...draft_of(known), place_zone_id: 'west' })).toEqual({ place_zone_id: 'west' })
  expect(correction_of(known, { ...draft_of(known), place_zone: '经开区', place_zone_id: '' })).toEqual({ place_zone: '经开区', place_zone_id: '' })
  expect(correction_of(event(), { ...draft_of(event()), place_zone: '经开区' })).toEqual({ place_zone: '经开区' })
})

test('landings are narrowed to years, both ends in', () => {
  const landing = (year: number) => ({ key: '220100', year, projects: 1, amount_fen: 0, without_amount: 1 })
  const all = [landing(2021), landing(2023), landing(2022), landing(2024)]
  expect(years_of(all)).toEqual([2021, 2022, 2023, 2024])
  expect(in_years(all, 2022, 2023).map((each) => each.year)).toEqual([2023, 2022])
  expect(landing_table(in_years(all, 2025, 2026)).rows).toEqual([])
})

test('yen are shown and typed as they are, for they have no hundredths', () => {
  const yen = event({ amount: 3_000_000_000, amount_currency: 'JPY', amount_fen: null })
  expect(say_amount(yen, 'en')).toBe('3,000,000,000 JPY')
  expect(say_amount(event({ amount: 500_000, amount_currency: 'USD', amount_fen: null }), 'en')).toBe('5,000 USD')
  expect(draft_of(yen).amount).toBe('3000000000')
  expect(correction_of(yen, draft_of(yen))).toEqual({})
  expect(correction_of(yen, { ...draft_of(yen), amount: '5' })).toEqual({ amount: 5 })
})

test('a corrected field is known by the last correction that stands', () => {
  const made = (more: Partial<NewsDecision>): NewsDecision => ({ id: 1, event_id: 1, kind: 'corrected', field: 'amount', was: '1', is_now: '2', reason: '', by: '甲', at_ms: 0, undone: false, undone_by: '', undone_ms: null, project: '', ...more })
  expect(correction_at([], 'amount')).toBeNull()
  expect(correction_at([made({}), made({ id: 2, by: '乙' })], 'amount')?.by).toBe('乙')
  expect(correction_at([made({}), made({ id: 2, by: '乙', undone: true })], 'amount')?.by).toBe('甲')
  expect(correction_at([made({ field: 'stage' }), made({ was: '2' })], 'amount')).toBeNull()
})

test('what a project will make and for whom it has work is corrected field by field', () => {
  const given = event({ capacity: [{ product: '碳酸锂', value: '50000', unit: '吨', per: 'year', qualifier: 'exact', text: '年产5万吨碳酸锂' }], products: ['碳酸锂'], jobs: 500, jobs_qualifier: 'over', building_m2: 120_000 })
  expect(correction_of(given, draft_of(given))).toEqual({})
  const draft = draft_of(given)
  draft.capacity[0]!.value = '60000'
  draft.products = '碳酸锂、氢氧化锂'
  draft.jobs = '600'
  draft.building_m2 = ''
  expect(correction_of(given, draft)).toEqual({ capacity: [{ product: '碳酸锂', value: '60000', unit: '吨', per: 'year', qualifier: 'exact' }], products: ['碳酸锂', '氢氧化锂'], jobs: 600, unknown: ['building_m2'] })
  expect(correction_of(given, { ...draft_of(given), capacity: [] })).toEqual({ unknown: ['capacity'] })
  expect(correction_of(given, { ...draft_of(given), capacity: [{ product: '碳酸锂', value: '许多', unit: '吨', per: '', qualifier: 'exact' }] })).toEqual({ problem: 'capacity' })
  expect(correction_of(given, { ...draft_of(given), jobs: '五百' })).toEqual({ problem: 'jobs' })
})

test('capacities and jobs are said with what the news leaves open', () => {
  const t = (key: string, values?: Record<string, unknown>) => (key === 'radar.per_year' ? '年' : `${String(values?.n)} 人`)
  expect(say_capacity({ product: '碳酸锂', value: '50000', unit: '吨', per: 'year', qualifier: 'about', text: '' }, 'zh', t)).toBe('≈ 50,000 吨/年 碳酸锂')
  expect(say_capacity({ product: '', value: '200', unit: 'MW', per: '', qualifier: 'exact', text: '' }, 'zh', t)).toBe('200 MW')
  expect(say_jobs(event({ jobs: 500, jobs_qualifier: 'over' }), 'zh', t)).toBe('> 500 人')
  expect(say_jobs(event(), 'zh', t)).toBe('')
})
