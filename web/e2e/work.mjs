// A server with accounts and the demo's projects: who works there and what waits for them. Made once through the API, as
// a person would; the walks through day, figures and campaigns start from it.
export const kWorkServer = process.env.LIANZHAO_WORK_SERVER
export const kPassword = 'willow-rain-evening-42'

/** The API of a server as one signed-in person. */
export class Person {
  constructor(server) {
    this.server = server
    this.cookie = ''
  }
  async call(method, path, body, expected) {
    const answer = await fetch(`${this.server}/api/v1${path}`, {
      method, headers: { ...(this.cookie ? { cookie: this.cookie } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), origin: this.server },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const set = answer.headers.getSetCookie?.() ?? []
    if (set.length) this.cookie = set.map((each) => each.split(';')[0]).join('; ')
    const text = await answer.text()
    if (expected ? answer.status !== expected : !answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text ? JSON.parse(text) : null
  }
  get = (path) => this.call('GET', path)
  post = (path, body) => this.call('POST', path, body)
  patch = (path, body) => this.call('PATCH', path, body)
  async sign_in(name, password, own = kPassword) {
    await this.post('/session', { name, password })
    if (password !== own) await this.post('/me/password', { old_password: password, new_password: own })
    return this
  }
}

/** Days from today in China, below 0 in the past. */
export const day = (offset) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now() + offset * 86_400_000)

let settled = null
/** The administrator, an officer of Tonghua with work of every kind, and his colleague who has none. */
export const work = () => (settled ??= settle())

async function settle() {
  const admin = new Person(kWorkServer)
  try {
    await admin.sign_in('admin', kPassword)
  } catch {
    await admin.sign_in('admin', process.env.LIANZHAO_WORK_PASSWORD)
  }
  const zone = 'tonghua-medical-high-tech'
  const other = 'changchun-new-area'
  const accounts = await admin.get('/accounts')
  if (accounts.some((each) => each.name === 'wang')) {
    const officer = await new Person(kWorkServer).sign_in('wang', kPassword)
    return { admin, officer, zone }
  }
  const enter = async (name, display_name, role, zones) => {
    const made = await admin.post('/accounts', { name, display_name, role, zones })
    return new Person(kWorkServer).sign_in(made.name, made.password)
  }
  const officer = await enter('wang', '王专员', 'officer', [zone])
  const neighbour = await enter('li', '李专员', 'officer', [other])
  await enter('zhao', '赵专员', 'officer', [zone])

  // A project of his own with errands begun long ago, of which some wait for others.
  const project = (await officer.post('/projects', { zone_id: zone, name: '模拟疫苗分装线', investor: '模拟疫苗公司', idea: '模拟: 预灌封分装', node: 'biomedicine/vaccine', stages: [{ stage: 'signed', day: day(-40), note: '模拟合同' }] })).project
  await officer.post(`/projects/${project.id}/tasks`, { stage: 'signed', begin: day(-60) })
  await officer.post(`/projects/${project.id}/tasks`, { name: '模拟: 今天送规划材料', days: 0, begin: day(0) })
  const promise = (text, due) => officer.post(`/projects/${project.id}/promises`, { side: 'zone', kind: 'land', text, due, legal_basis: '模拟: 土地管理法' })
  await promise('模拟: 七通一平', day(-3))
  const slipping = await promise('模拟: 交付标准厂房', day(30))
  await officer.patch(`/promises/${slipping.id}`, { version: slipping.version, reason: '模拟: 雨季', due: day(60) })
  await officer.patch(`/promises/${slipping.id}`, { version: slipping.version + 1, reason: '模拟: 仍未完工', due: day(90) })
  await officer.post('/leads', { zone_id: zone, channel: 'referral', investor: '模拟冻干公司', idea: '模拟: 冻干制剂二期' })
  // His neighbour offers him a lead.
  const lead = (await neighbour.post('/leads', { zone_id: other, channel: 'chain', investor: '模拟包材公司', idea: '模拟: 药用玻璃' })).lead
  await neighbour.post(`/leads/${lead.id}/transfers`, { zone_id: zone, reason: '模拟: 更靠近主机厂', kept_share: 0.3, version: lead.version })
  // A trip that is over for more than a year, of which one lead became a contract.
  const trip = (await officer.post('/campaigns', { zone_id: zone, name: '模拟长三角行', kind: 'trip', begin: day(-500), end: day(-496), route: '上海 → 苏州', people: '王专员', cost_fen: 8_600_000 })).campaign
  await officer.post(`/campaigns/${trip.id}/visits`, { enterprise: '模拟疫苗公司', day: day(-499), note: '模拟: 见总经理, 有意分装', done: true })
  return { admin, officer, zone }
}

/** Signs a page in, past the form that another walk goes through, and comes to the first page. */
export async function sign_in(page, name) {
  const answer = await page.context().request.post(`${kWorkServer}/api/v1/session`, { data: { name, password: kPassword } })
  if (!answer.ok()) throw new Error(`${name}: ${answer.status()} ${await answer.text()}`)
  await page.goto(`${kWorkServer}/`)
  await page.waitForURL((url) => url.pathname !== '/')
}
