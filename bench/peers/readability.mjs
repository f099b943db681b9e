// The main text of the same pages by Mozilla's Readability on jsdom: no events, no fields; a lower bound of what a user of
// it waits. usage: node readability.mjs DIR
import { readdirSync, readFileSync } from 'node:fs'
import { Readability } from '@mozilla/readability'
import { JSDOM, VirtualConsole } from 'jsdom'

const [dir] = process.argv.slice(2)
const pages = readdirSync(dir).filter((name) => /\.html?$/.test(name)).map((name) => readFileSync(`${dir}/${name}`))
const quiet = new VirtualConsole()
let read = 0
const begin = performance.now()
const kMs = 10_000
while (performance.now() - begin < kMs) {
  for (const page of pages) {
    const { window } = new JSDOM(page, { virtualConsole: quiet })
    new Readability(window.document).parse()
    window.close()
  }
  read += pages.length
}
console.log(JSON.stringify({ peer: 'readability + jsdom', pages: pages.length, pages_per_second: Math.round((read / (performance.now() - begin)) * 1000) }))
