// How long the first page takes on a cold cache until it can be used, and how many bytes come over the wire until then.
// usage: LIANZHAO_SERVER=http://127.0.0.1:8080 node e2e/first_page.mjs [RUNS]   (default 5)
import { kServer, launch, named } from './harness.mjs'

const kRuns = Number(process.argv[2] ?? 5)
const browser = await launch()
const runs = []
for (let i = 0; i < kRuns; i++) {
  // A new context has an empty cache.
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  const page = await context.newPage()
  const wire = await context.newCDPSession(page)
  await wire.send('Network.enable')
  let bytes = 0
  let requests = 0
  wire.on('Network.loadingFinished', (event) => ((bytes += event.encodedDataLength), requests++))
  const begin = performance.now()
  await page.goto(kServer, { waitUntil: 'commit' })
  // To be used means: the map is coloured and the chain is drawn.
  await page.locator(named('legend')).waitFor({ timeout: 120_000 })
  const map_ms = performance.now() - begin
  await page.locator(`${named('graph')} [data-node]`).first().waitFor({ timeout: 120_000 })
  runs.push({ usable_ms: performance.now() - begin, map_ms, bytes, requests })
  await context.close()
}
await browser.close()
const middle = (name) => runs.map((each) => each[name]).sort((a, b) => a - b)[Math.floor(runs.length / 2)]
const line = { runs: kRuns, usable_ms: Math.round(middle('usable_ms')), map_ms: Math.round(middle('map_ms')), worst_usable_ms: Math.round(Math.max(...runs.map((each) => each.usable_ms))), kilobytes: Math.round(middle('bytes') / 1000), requests: middle('requests') }
console.log(JSON.stringify(line))
