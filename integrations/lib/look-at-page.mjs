// What a visitor of a project's page sees, in Chromium: the list, a change made elsewhere, a save, and no error.
const patience = 30_000

/** Throws with what is wrong. `statuses` are those of the list's requests, where the server tells them. */
export async function lookAtPage(browser, address, { statuses, rendered } = {}) {
  if (rendered) await isRenderedByServer(address)
  const { page, problems, close } = await browser.newTab(address)
  const complaints = () => (problems.length > 0 ? `the page complained:\n${problems.join('\n')}` : '')
  try {
    await shows(page, '#stores', 'Bakery, Florist')
    await shows(page, '#freshness', 'fresh')
    await somebodyElseAdds(address, 'Cinema')
    await shows(page, '#stores', 'Bakery, Florist, Cinema')
    await page.click('#add')
    await shows(page, '#stores', 'Bakery, Florist, Cinema, Deli')
    if (statuses) await asks(statuses)
    if (problems.length > 0) throw new Error(complaints())
  } catch (error) {
    throw new Error([error.message, complaints()].filter(Boolean).join('\n'), { cause: error })
  } finally {
    await close()
  }
}

async function shows(page, selector, text) {
  const isShown = ([where, wanted]) => document.querySelector(where)?.textContent === wanted
  await page
    .waitForFunction(isShown, [selector, text], { timeout: patience, polling: 50 })
    .catch(async () => {
      const found = await page.evaluate((where) => document.querySelector(where)?.textContent, selector)
      throw new Error(`${selector} shows ${JSON.stringify(found)}, not ${JSON.stringify(text)}`)
    })
}

async function isRenderedByServer(address) {
  const html = await (await fetch(address)).text()
  if (!html.includes('Bakery, Florist')) throw new Error('the HTML from the server has no list')
}

async function somebodyElseAdds(address, name) {
  const response = await fetch(new URL('/api/stores', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  if (!response.ok) throw new Error(`adding a store answered ${response.status}`)
}

/** Polling goes on, and an unchanged list is a 304. */
async function asks(statuses) {
  const asked = statuses.length
  const end = performance.now() + patience
  while (!statuses.slice(asked).includes(304)) {
    if (performance.now() > end)
      throw new Error(`no 304 after the save, but ${statuses.slice(asked).join(', ')}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
