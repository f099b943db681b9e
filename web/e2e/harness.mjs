// What the walks through the pages share: one browser a file, one context a session, and what went wrong in it.
import { after } from 'node:test'
import { chromium } from 'playwright-core'

export const kServer = process.env.LIANZHAO_SERVER
export const kFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: kFlags })

/** Selects what carries data-test. */
export const named = (name) => `[data-test="${name}"]`

export const kDesk = { width: 1366, height: 768 }
export const kPhone = { width: 390, height: 844 }

/** A browser for the tests of a file, closed at their end. `open()` gives a page with an empty session of its own. */
export function browser_for_tests() {
  const held = {
    browser: null,
    /** Errors of scripts and of the browser's console, of all pages of the file. */
    problems: [],
    async open({ viewport = kDesk, language = 'zh', init } = {}) {
      held.browser ??= await launch()
      const context = await held.browser.newContext({ viewport, locale: language === 'zh' ? 'zh-CN' : 'en-GB', acceptDownloads: true, hasTouch: viewport.width < 500 })
      if (init) await context.addInitScript(init)
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      page.on('pageerror', (error) => held.problems.push(error.message))
      page.on('console', (message) => {
        // Where only points are known the server has no shapes, which the browser's console calls an error.
        if (message.type() === 'error' && !message.location().url.endsWith('/shapes')) held.problems.push(`${message.text()} ${message.location().url}`)
      })
      return page
    },
  }
  after(() => held.browser?.close())
  return held
}

export const query_of = (page) => new URL(page.url()).searchParams

export async function ask(path) {
  const answer = await fetch(`${kServer}/api/v1${path}`)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** The gap of a place that most enterprises elsewhere could fill. */
export async function widest_gap(region, chain) {
  const { nodes } = await ask(`/diagnosis?region=${region}&chain=${chain}`)
  const gaps = nodes.filter((each) => each.type === 'fill' && each.measures.national_count > 3)
  gaps.sort((a, b) => b.measures.national_count - a.measures.national_count)
  if (!gaps.length) throw new Error(`${region} lacks nothing of ${chain}`)
  return gaps[0]
}
export async function strongest(region, chain) {
  const { nodes } = await ask(`/diagnosis?region=${region}&chain=${chain}`)
  return nodes.sort((a, b) => b.measures.count - a.measures.count)[0]
}

/** "1,234 户" → 1234 */
export const number_in = (text) => Number((text.match(/[\d,]+/) ?? ['NaN'])[0].replaceAll(',', ''))

/** Texts in view, without what is marked as being in another language. */
export const texts_of = (on) => on.evaluate(() => {
  const found = []
  // What is marked with a language of its own is data; the rest is the page's, in the page's language.
  const lang_of = (element) => (element.closest('[lang]') === document.documentElement ? document.documentElement.lang : 'data')
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement
    const text = walk.currentNode.textContent.trim()
    if (text && element.checkVisibility() && !['SCRIPT', 'STYLE'].includes(element.tagName)) found.push([text, lang_of(element)])
  }
  for (const element of document.querySelectorAll('[title], [aria-label], [placeholder]'))
    for (const name of ['title', 'aria-label', 'placeholder']) {
      const text = element.getAttribute(name)
      if (text && name !== 'placeholder') found.push([text, lang_of(element)])
    }
  return found
})
/** A key that stands on the page instead of its message. */
export const kKey = /\b(page|nav|act|place|search|me|help|status|error|lost|empty|login|password|type|tier|map|graph|panel|supply|proof|measure|reason|unknown|filter|status_of|enterprise|region_source|tag|criterion|target|chain|jobs|admin|role|list|day|task|alarm|kpi|campaign|tables|audit|lead|project|due)\.[a-z][a-z_]+\b/
