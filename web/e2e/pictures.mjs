// Takes the pictures of the README from a running server that serves the demo. Each is to stay below 300 kB.
// usage: LIANZHAO_SERVER=http://127.0.0.1:8080 node e2e/pictures.mjs [OUT]   (default ../docs/pictures)
import { mkdirSync, statSync } from 'node:fs'
import { chromium } from 'playwright-core'

const kServer = process.env.LIANZHAO_SERVER ?? 'http://127.0.0.1:8080'
const kOut = process.argv[2] ?? '../docs/pictures'
const kFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const kRegion = process.env.LIANZHAO_REGION ?? '220500'
const kNode = process.env.LIANZHAO_NODE ?? 'biomedicine/vaccine'

const kPictures = [
  ['map', `/map?region=220000&chain=biomedicine`, '[data-test="graph"] [data-node]'],
  ['node', `/map?region=${kRegion}&node=${kNode}`, '[data-test="node-panel"]'],
  ['proof', `/map?region=${kRegion}&node=${kNode}`, '[data-test="open-proof"]', async (page) => page.click('[data-test="open-proof"]')],
  ['targets', `/targets?region=${kRegion}&node=${kNode}`, '[data-test="target"]', async (page) => page.click('[data-test="target"] button.score')],
  ['enterprises', `/enterprises?region=${kRegion}&chain=biomedicine`, '[data-test="row"]'],
  ['enterprise', `/enterprises?region=${kRegion}&chain=biomedicine`, '[data-test="row"]', async (page) => {
    await page.click('[data-test="row"] a')
    await page.waitForSelector('[data-test="enterprise-name"]')
  }],
  ['chains', `/chains?chain=biomedicine&node=${kNode}`, '[data-node]'],
]

mkdirSync(kOut, { recursive: true })
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: kFlags })
for (const language of ['zh', 'en']) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: language === 'zh' ? 'zh-CN' : 'en-GB' })
  await context.addInitScript((chosen) => localStorage.setItem('lianzhao.language', chosen), language)
  for (const [name, path, ready, act] of kPictures) {
    const page = await context.newPage()
    await page.goto(kServer + path)
    await page.waitForSelector(ready)
    await act?.(page)
    await page.waitForTimeout(800)
    const file = `${kOut}/${name}${language === 'zh' ? '' : `-${language}`}.png`
    await page.screenshot({ path: file })
    console.log(file, `${Math.round(statSync(file).size / 1024)} kB`)
    await page.close()
  }
  await context.close()
}
await browser.close()
