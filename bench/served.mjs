// How long does who sits before a page wait? Puts random questions to a running server over loopback, one after the
// other: map values, diagnosis, targets, and searches for words taken at random places of a register's names and scopes.
// usage: node bench/served.mjs URL REGISTER.csv [QUESTIONS]      (the register that was imported; plain CSV, UTF-8)
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { Agent, get } from 'node:http'

const [url, register, wanted] = process.argv.slice(2)
const kQuestions = Number(wanted ?? 300)
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
let state = 20261127
const random = (n) => {
  // xorshift: the same questions in every run
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) % n
}
const pick = (list) => list[random(list.length)]

const ask = (path) =>
  new Promise((resolve, reject) => {
    get(`${url}/api/v1${path}`, { agent }, (answer) => {
      const parts = []
      answer.on('data', (part) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode, body: Buffer.concat(parts) }))
    }).on('error', reject)
  })
const json = async (path) => JSON.parse((await ask(path)).body)

// Words: runs of two to four characters from names and scopes of rows found by jumping into the file.
const file = openSync(register, 'r')
const size = fstatSync(file).size
const buffer = Buffer.alloc(8192)
function word() {
  for (;;) {
    const read = readSync(file, buffer, 0, buffer.length, Math.floor((random(1 << 30) / (1 << 30)) * (size - buffer.length)))
    const lines = buffer.subarray(0, read).toString('utf8').split('\n')
    const runs = lines[1]?.match(/\p{Script=Han}{2,}/gu) ?? []
    if (!runs.length) continue
    const run = pick(runs)
    const length = Math.min(run.length, 2 + random(3))
    const at = random(run.length - length + 1)
    return run.slice(at, at + length)
  }
}

const chains = await json('/chains')
const provinces = (await json('/map?level=province')).regions.map((each) => each.code).filter(Boolean)
const place = () => (random(3) === 0 ? '' : `&region=${pick(provinces)}`)
const filter = () => (random(2) ? `&since=${1990 + random(30)}` : '') + (random(2) ? `&capital_min=${100 * (1 + random(50))}` : '')
const nodes = Object.fromEntries(await Promise.all(chains.map(async ({ id }) => [id, (await json(`/chains/${id}`)).nodes.map((node) => node.id)])))

const kinds = {
  'map: one node, parts of a region, filtered': () => `/map?node=${encodeURIComponent(pick(nodes[pick(chains).id]))}${place()}${filter()}`,
  'map: a chain by county, filtered': () => `/map?chain=${pick(chains).id}&level=county${place()}${filter()}`,
  'diagnosis of a chain, filtered': () => `/diagnosis?chain=${pick(chains).id}&region=${pick(provinces)}${filter()}`,
  'diagnosis of a chain, asked again': () => `/diagnosis?chain=${pick(chains).id}&region=${pick(provinces)}`,
  'targets for a node': () => `/targets?node=${encodeURIComponent(pick(nodes[pick(chains).id]))}&region=${pick(provinces)}`,
  'search: one word': () => `/enterprises?q=${encodeURIComponent(word())}`,
  'search: two words in a province': () => `/enterprises?q=${encodeURIComponent(`${word()} ${word()}`)}&region=${pick(provinces)}`,
  'list of a node by capital': () => `/enterprises?node=${encodeURIComponent(pick(nodes[pick(chains).id]))}&sort=-capital${place()}`,
}
for (const [kind, path] of Object.entries(kinds)) {
  const took = []
  let errors = 0
  let slowest = ''
  for (let i = 0; i < kQuestions; i++) {
    const asked = path()
    const begin = performance.now()
    const { status } = await ask(asked)
    const ms = performance.now() - begin
    if (status !== 200) errors++
    if (!took.some((other) => other >= ms)) slowest = asked
    took.push(ms)
  }
  took.sort((a, b) => a - b)
  const at = (share) => took[Math.floor(took.length * share)].toFixed(1)
  console.log(`${kind.padEnd(44)} p50 ${at(0.5).padStart(7)} ms  p99 ${at(0.99).padStart(7)} ms  errors ${errors}  slowest ${decodeURIComponent(slowest)}`)
}
closeSync(file)
agent.destroy()
