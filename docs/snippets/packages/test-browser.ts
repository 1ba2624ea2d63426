import { openBrowser } from '@freshline/test-utils/browser'

const browser = await openBrowser()
const page = await browser.newTab('http://127.0.0.1:4173/')
await browser.hide(page)
await browser.show(page)
await browser.close()
