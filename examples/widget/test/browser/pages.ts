/** Pages of the foreign site that are hard on a widget. */
import { readFileSync } from 'node:fs'
import type { Pages } from './stage'

/** The bakery without its own script, which shows a button more where there is a banner. */
const shop = readFileSync(new URL('../../host/site/index.html', import.meta.url), 'utf8').replace(
  '<script src="/shop.js" defer></script>',
  '',
)

const head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="/loaf.svg">'
const body =
  '<body><main><h1>A page</h1><p>Some words.</p><button type="button">A button</button></main></body></html>'

/** All that can be done to others by a style sheet. */
const hostile = `
* { all: unset !important; font-size: 40px !important; letter-spacing: 9px !important; direction: rtl !important }
div, section, button, h2, a, freshline-consent { display: none !important }
html { --accent: red; --ink: lime; --surface: lime; font-size: 62.5%; line-height: 3; word-spacing: 2em }
body { transform: rotate(1deg); filter: blur(0); overflow: hidden; height: 100vh }
html > * { visibility: hidden !important; opacity: 0 !important; transform: scale(0) !important; width: 1px !important;
  height: 1px !important; clip-path: inset(50%) !important; pointer-events: none !important; z-index: -1 !important;
  position: static !important; color: lime !important; text-transform: uppercase !important; zoom: 3 !important }
main { display: block !important; visibility: visible !important }
`

/** Keeps the processor busy for some 200 ms: what the check of long tasks has to find. */
const busy = `function sum(to) {
  let all = 0
  for (let step = 0; step < to; step++) all += step % 7
  return all
}
console.debug(sum(15e7))`

/** By path. */
export const pages: Pages = {
  '/plain': (tag) => `${head}<title>Plain</title>${tag}</head>${body}`,
  '/control': () => `${head}<title>Plain</title></head>${body}`,
  '/hostile': (tag) =>
    `${head}<title>Hostile</title><link rel="stylesheet" href="/hostile.css">${tag}</head>${body}`,
  '/hostile.css': () => hostile,
  '/shop': (tag) => shop.replace('<!-- consent -->', tag),
  '/bare': () => shop,
  // Run before there is a body.
  '/early': (tag) => `${head}<title>Early</title>${tag.replace(' defer', '')}</head>${body}`,
  '/late': () => `${head}<title>Late</title></head>${body}`,
  '/twice': (tag) => `${head}<title>Twice</title>${tag}${tag.replace(' defer', ' async')}</head>${body}`,
  '/taken': (tag) =>
    `${head}<title>Taken</title>${tag}</head>${body.replace('<h1>', '<h1 id="FreshlineConsent">')}`,
  '/busy': () => `${head}<title>Busy</title><script src="/busy.js" defer></script></head>${body}`,
  '/busy.js': () => busy,
}
