// The README's blocks at work in a browser.
export async function look(browser, address) {
  await blocksOfModules(browser, address)
  await blockOfScriptTag(browser, new URL('/page.html', address).href)
}

async function blocksOfModules(browser, address) {
  const { page, problems, close } = await browser.newTab(address)
  try {
    await until(page, () => document.title === '3 users')
    await until(
      page,
      () => document.querySelector('#react')?.textContent === 'Add a store to: Bakery, Florist',
    )
    await until(page, () => document.querySelector('#vue')?.textContent?.trim() === 'Bakery, Florist')
    await until(page, () => document.querySelector('#before')?.textContent === '3')
    await until(page, () => document.querySelector('#after')?.textContent === '3')
    await page.click('#react button')
    await until(page, () => document.querySelector('#react')?.textContent?.endsWith('Florist, New store'))
    await until(page, () => document.querySelector('#vue')?.textContent?.trim().endsWith('New store'))
    await page.click('body > button')
    const lines = (await (await fetch(new URL('/console.js', address))).text()).trim().split('\n')
    for (const line of lines) await page.evaluate(line)
    if (problems.length > 0) throw new Error(problems.join('\n'))
  } finally {
    await close()
  }
}

async function blockOfScriptTag(browser, address) {
  const { page, problems, close } = await browser.newTab(address)
  try {
    await until(page, () => document.querySelector('#users')?.textContent === '3 users')
    await until(page, () => document.querySelector('freshness-indicator')?.shadowRoot !== undefined)
    if (problems.length > 0) throw new Error(problems.join('\n'))
  } finally {
    await close()
  }
}

function until(page, condition) {
  return page.waitForFunction(condition, undefined, { timeout: 30_000, polling: 50 }).catch(async (error) => {
    const html = await page.evaluate(() => `${document.title}\n${document.body.innerHTML}`)
    throw new Error(`never true: ${condition}\n${html}`, { cause: error })
  })
}
