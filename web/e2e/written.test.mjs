// What people write: every text field of every operation of the contract takes long, strange and hostile texts, or refuses
// them by name; what was taken does nothing on the pages and in exports. Made from openapi.yaml. usage: e2e/run.sh
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { parse } from 'yaml'
import { browser_for_tests } from './harness.mjs'
import { day, kPassword, kWorkServer, work } from './work.mjs'

const contract = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'), { maxAliasCount: -1 })
const of = (schema) => (schema.$ref ? contract.components.schemas[schema.$ref.split('/').pop()] : schema)
const type_of = (schema) => [of(schema).type].flat().find((each) => each !== 'null')

const kHostile = {
  long: '汉'.repeat(10_000),
  zero: 'a\u0000b',
  control: 'a\u0001\u0007\u001b[31m\u000cb',
  formula: "=cmd|' /C calc'!A0",
  script: '<script>window.stung = 1</script><img src=x onerror="window.stung = 1">',
  sql: "'; DROP TABLE lead; --",
  emoji: '👩‍👩‍👧‍👦🇨🇳',
  direction: 'a\u202Egnp.exe',
}
/** Their texts end the sign-in this test works with, or are counted as attempts to guess. */
const kApart = new Set(['log_in', 'complete_single_sign_on', 'change_password', 'begin_second_factor', 'confirm_second_factor', 'remove_second_factor'])

/** What a body needs beside its required fields: one of several. */
const kBeside = { correct_stage_day: { stage: 'signed', day: day(-3) }, add_news: { text: '文字项目开工' }, add_news_feed: { address: 'https://example.org/feed.xml' }, add_tasks: { name: '文字', days: 3 } }

let admin
let zone
let ids
const held = browser_for_tests()
before(async () => {
  ;({ admin, zone } = await work())
  // An own zone of the data: what is written here stands beside what other walks look at.
  const project = (await admin.post('/projects', { zone_id: zone, name: '文字', investor: '文字公司', idea: '文字', stages: [{ stage: 'signed', day: day(-5), note: '合同' }] })).project.id
  const lead = async () => (await admin.post('/leads', { zone_id: zone, channel: 'inbound', investor: `文字 ${Math.random()} 公司`, idea: '文字' })).lead.id
  const plan = await admin.post(`/projects/${project}/tasks`, { name: '文字', days: 3 })
  const promise = await admin.post(`/projects/${project}/promises`, { side: 'zone', kind: 'land', text: '文字', due: day(30), legal_basis: '模拟: 土地管理法' })
  const campaign = (await admin.post('/campaigns', { zone_id: zone, name: '文字', kind: 'trip', begin: day(-3), end: day(2) })).campaign.id
  const invitation = await admin.post(`/projects/${project}/invitations`, { name: '文字', days: 30 })
  const token = invitation.path.split('/').pop()
  const page = await admin.post(`/investor/${token}/questions`, { text: '文字？' })
  ids = { project_id: project, lead_id: await lead(), task_id: plan.tasks.at(-1).id, promise_id: promise.id, campaign_id: campaign, token, question_id: page.questions.at(-1).id, account_id: 2, transfer_id: 1, dispute_id: 1, evidence_id: 1, member_id: 1, event_id: 1, dossier_id: 404, feed_id: 1, enterprise_key: 'x' }
})
after(() => held.browser?.close())

/** A value that fits, with the version of the record where one is asked for. */
function fitting(schema, name) {
  const s = of(schema)
  if (s.enum) return s.enum[0]
  const kind = type_of(s)
  if (kind === 'string') return name === 'zone_id' ? zone : /day|due|begin|end|date/.test(name) || String(s.pattern ?? '').includes('4}') ? day(name === 'day' ? -1 : 1) : name === 'currency' ? 'CNY' : '文'.repeat(Math.max(2, s.minLength ?? 0))
  if (kind === 'integer' || kind === 'number') return Math.max(s.minimum ?? 1, 1)
  if (kind === 'boolean') return false
  if (kind === 'array') return [fitting(s.items, name)]
  return body_of(s)
}
const body_of = (schema) => Object.fromEntries(Object.entries(of(schema).properties ?? {}).filter(([name]) => (of(schema).required ?? []).includes(name)).map(([name, each]) => [name, fitting(each, name)]))
/** Every text field as a path of names and places in lists. */
function texts_of(schema, path = []) {
  const s = of(schema)
  if (type_of(s) === 'string' && !s.enum) return [path]
  if (type_of(s) === 'array') return texts_of(s.items, [...path, 0])
  return Object.entries(s.properties ?? {}).flatMap(([name, each]) => texts_of(each, [...path, name]))
}
function put(body, schema, path, value) {
  let at = body
  let s = of(schema)
  for (const [i, step] of path.entries()) {
    const inner = of(typeof step === 'number' ? s.items : s.properties[step])
    if (i === path.length - 1) at[step] = value
    else at = at[step] ??= typeof path[i + 1] === 'number' ? [] : body_of(inner)
    s = inner
  }
}
/** The version of the record a body is for, so that the text itself is looked at. */
async function version_of(url) {
  const [, noun, id] = /^\/(leads|projects|campaigns)\/(\d+)/.exec(url) ?? []
  if (noun) return (await admin.get(`/${noun}/${id}`))[noun.slice(0, -1)].version
  const [, kind, own] = /^\/(tasks|promises)\/(\d+)/.exec(url) ?? []
  if (kind === 'tasks') return (await admin.get(`/projects/${ids.project_id}/tasks`)).tasks.find((each) => each.id === Number(own)).version
  if (kind === 'promises') return (await admin.get(`/projects/${ids.project_id}/promises`)).find((each) => each.id === Number(own)).version
  return 1
}

const cases = Object.entries(contract.paths).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, operation]) => {
    const schema = operation.requestBody?.content?.['application/json']?.schema
    return schema && !kApart.has(operation.operationId) ? texts_of(schema).map((field) => ({ path, method: method.toUpperCase(), operation, schema, field })) : []
  }))

test('every text field of the contract takes a hostile text or refuses it by name', async () => {
  assert.ok(cases.length > 80, `${cases.length} fields`)
  const wrong = []
  const seen = { taken: 0, named: 0, elsewhere: 0 }
  for (const each of cases) {
    const url = each.path.replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? '1')
    // A zone that does not exist is told as a zone, not as a zone_id.
    const name = [...each.field].reverse().find((step) => typeof step === 'string').replace(/_(id|key|code)$/, '')
    for (const [kind, text] of Object.entries(kHostile)) {
      const body = { ...body_of(each.schema), ...kBeside[each.operation.operationId] }
      if ('version' in (of(each.schema).properties ?? {})) body.version = await version_of(url)
      put(body, each.schema, each.field, text)
      const answer = await fetch(`${kWorkServer}/api/v1${url}`, { method: each.method, headers: { cookie: admin.cookie, 'content-type': 'application/json', origin: kWorkServer }, body: JSON.stringify(body) })
      const said = await answer.text()
      const where = `${each.operation.operationId} ${each.field.join('.')} ${kind}: ${answer.status} ${said.slice(0, 200)}`
      if (answer.status >= 500) wrong.push(where)
      else if (answer.ok) seen.taken++
      // Not there, not now, not you: these say nothing about the text.
      else if ([401, 403, 404, 409, 429].includes(answer.status)) seen.elsewhere++
      else if (said.includes(name)) seen.named++
      else wrong.push(where)
      if (answer.ok && kind === 'zero') wrong.push(`${where} (a zero byte was taken)`)
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(seen.taken > 100 && seen.named > 100, JSON.stringify(seen))
})

test('what was taken does nothing in exports', async () => {
  for (const path of ['/exports/leads', '/exports/projects', '/exports/kpis']) {
    const answer = await fetch(`${kWorkServer}/api/v1${path}?format=csv`, { headers: { cookie: admin.cookie } })
    assert.equal(answer.status, 200, path)
    const text = await answer.text()
    for (const line of text.split('\r\n')) assert.doesNotMatch(line, /(^|,)"?[=@\t]/, `${path}: a cell that a spreadsheet would run`)
  }
})

test('what was taken does nothing on the pages', async () => {
  const page = await held.open()
  const answer = await page.context().request.post(`${kWorkServer}/api/v1/session`, { data: { name: 'admin', password: kPassword } })
  assert.ok(answer.ok())
  const alarmed = []
  page.on('dialog', (dialog) => (alarmed.push(dialog.message()), dialog.dismiss()))
  for (const path of [`/leads/${ids.lead_id}`, `/projects/${ids.project_id}`, `/projects/${ids.project_id}?tab=tasks`, `/projects/${ids.project_id}?tab=promises`, `/campaigns/${ids.campaign_id}`, `/leads`, `/projects`, `/investor/${ids.token}`, '/today']) {
    await page.goto(`${kWorkServer}${path}`)
    await page.locator('h1').first().waitFor()
    // Live news keep a connection open, so the network is never idle: what is still awaited shows as a skeleton.
    await page.waitForFunction(() => !document.querySelector('.skeleton, [aria-busy="true"]'))
    assert.equal(await page.evaluate(() => window.stung), undefined, path)
    assert.equal(await page.locator('img[src="x"]').count(), 0, path)
    const over = await page.evaluate(() => Math.max(document.documentElement.scrollWidth - window.innerWidth, ...[...document.querySelectorAll('main, .investor')].map((each) => each.scrollWidth - each.clientWidth)))
    assert.ok(over <= 0, `${path} sticks out by ${over}`)
  }
  assert.deepEqual(alarmed, [])
})
