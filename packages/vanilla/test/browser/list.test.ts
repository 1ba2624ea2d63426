// A list that is brought to another order, in a real browser: focus, selection and scroll positions.
import type * as vanilla from '@freshline/vanilla'
import { openBrowser, type TestBrowser } from '@freshline/test-utils/browser'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

declare const freshline: typeof vanilla
declare const setOrder: (...ids: number[]) => void

let browser: TestBrowser
let page: Page
let script: string

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: `export * from '@freshline/vanilla'`, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'iife',
    globalName: 'freshline',
    conditions: ['@freshline/source'],
    write: false,
  })
  script = outputFiles[0]?.text ?? ''
  browser = await openBrowser()
})

afterAll(() => browser.close())

beforeEach(async () => {
  await page?.close()
  page = await browser.newTab()
  await page.evaluate(script)
  await page.evaluate(() => {
    document.body.innerHTML = '<div id="list"></div>'
    const list = document.querySelector('#list') as HTMLElement
    list.style.cssText = 'height: 200px; overflow: auto; overflow-anchor: none'
    let tell: (ids: readonly number[]) => void = () => {}
    const store = {
      subscribe(run: (ids: readonly number[]) => void) {
        tell = run
        run([1, 2, 3, 4, 5, 6])
        return () => {}
      },
    }
    freshline.bindList(list, store, {
      key: (id) => id,
      create: (id) => {
        const row = document.createElement('div')
        row.id = `row${id}`
        row.innerHTML = '<input value="text"><div class="box"><p>long</p></div>'
        const box = row.querySelector('.box') as HTMLElement
        box.style.cssText = 'height: 60px; overflow: auto'
        ;(box.firstElementChild as HTMLElement).style.height = '500px'
        return row
      },
    })
    Object.assign(globalThis, { setOrder: (...ids: number[]) => tell(ids) })
  })
})

const order = () => page.evaluate(() => [...document.querySelectorAll('#list > div')].map(({ id }) => id))

describe('G3 bindList in Chromium', () => {
  it('keeps focus, selection and scroll positions through any order', async () => {
    const seen = await page.evaluate(() => {
      const list = document.querySelector('#list') as HTMLElement
      const input = document.querySelector('#row3 input') as HTMLInputElement
      const boxes = [...document.querySelectorAll('.box')]
      input.focus({ preventScroll: true })
      input.setSelectionRange(1, 3)
      let blurs = 0
      input.addEventListener('blur', () => blurs++)
      list.scrollTop = 120
      for (const [index, box] of boxes.entries()) box.scrollTop = 10 * (index + 1)
      const states: unknown[] = []
      for (const ids of [
        [6, 5, 4, 3, 2, 1],
        [3, 1, 5, 6, 2, 4],
        [1, 2, 4, 5, 6, 3],
      ]) {
        setOrder(...ids)
        states.push([
          document.activeElement === input,
          input.selectionStart,
          input.selectionEnd,
          list.scrollTop,
          boxes.map((box) => box.scrollTop),
        ])
      }
      return { states, blurs }
    })
    const same = [true, 1, 3, 120, [10, 20, 30, 40, 50, 60]]
    expect(seen).toEqual({ states: [same, same, same], blurs: 0 })
    expect(await order()).toEqual(['row1', 'row2', 'row4', 'row5', 'row6', 'row3'])
  })

  it('keeps the focus also where the browser cannot move elements as they are', async () => {
    const seen = await page.evaluate(() => {
      Object.assign(document.querySelector('#list') as HTMLElement, { moveBefore: undefined })
      const input = document.querySelector('#row3 input') as HTMLInputElement
      input.focus()
      let blurs = 0
      input.addEventListener('blur', () => blurs++)
      setOrder(6, 5, 4, 3, 2, 1)
      setOrder(3, 1, 5, 6, 2, 4)
      return [document.activeElement === input, blurs]
    })
    expect(seen).toEqual([true, 0])
    expect(await order()).toEqual(['row3', 'row1', 'row5', 'row6', 'row2', 'row4'])
  })
})
