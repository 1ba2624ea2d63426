// Data that a stranger wrote, put on a page by what this package offers: it stays text, leads nowhere by itself, and
// breaks nothing.
import { DataSyncManager } from '@freshline/core'
import { dehydrate, hydrate, type DehydratedState } from '@freshline/core/hydration'
import { afterEach, describe, expect, it } from 'vitest'
import { bindAttribute, bindList, bindText, createSyncStore } from '../../src/index'
import { defineFreshnessIndicator } from '../../src/element'
import { claimName } from '../../src/script/claim-name'

const MARKUP = '</script><script>window.hurt=1</script><img src=x onerror="window.hurt=1">'

/** A store of one value. */
const storeOf = <T>(value: T) => ({
  subscribe(run: (value: T) => void) {
    run(value)
    return () => {}
  },
})

afterEach(() => document.body.replaceChildren())

describe('what is bound', () => {
  it('is text, in texts and in lists', () => {
    const list = document.createElement('ul')
    const text = document.createElement('p')
    document.body.append(list, text)
    bindText(text, storeOf(MARKUP))
    bindList(list, storeOf([MARKUP, '__proto__', 'constructor']), {
      key: (item) => item,
      create: () => document.createElement('li'),
      update: (element, item) => void (element.textContent = item),
    })
    expect([text.textContent, list.children.length, document.querySelectorAll('script, img').length]).toEqual(
      [MARKUP, 3, 0],
    )
  })

  it.each(['onclick', 'ONLOAD', 'onanything', 'srcdoc', 'SrcDoc'])('is never the attribute %s', (name) => {
    const element = document.createElement('iframe')
    expect(() => bindAttribute(element, name, storeOf('window.hurt=1'))).toThrow(/name/)
    expect(element.attributes.length).toBe(0)
  })

  const scripts = [
    'javascript:hurt()',
    'JaVaScRiPt:hurt()',
    ' \t\njavascript:hurt()',
    'java\nscript\t:hurt()',
    '\u0000\u001fjavascript:hurt()',
    'javascript\r\n:hurt()',
  ]
  const places = ['href', 'src', 'action', 'formaction', 'data', 'xlink:href', 'HREF']
  // By these an SVG changes an address after it was looked at.
  const animated = ['to', 'from', 'by', 'values']

  it.each([...places, ...animated])('is no script in the attribute %s', (name) => {
    for (const script of [
      ...scripts,
      ...(name === 'values' ? ['#a;javascript:hurt()', '#a; javascript:x;#b'] : []),
    ]) {
      const element = document.createElement('a')
      bindAttribute(element, name, storeOf(script))
      expect([name, script, element.attributes.length]).toEqual([name, script, 0])
    }
    const element = document.createElement('a')
    bindAttribute(element, name, storeOf('/path?x=javascript:1'))
    expect(element.attributes.length).toBe(1)
  })
})

describe('the indicator', () => {
  it.each([
    ['lang', '"><img onerror=x>'],
    ['lang', 'xx-'],
    ['lang', '\u0000'],
    ['sync-key', MARKUP],
    ['sync-key', '__proto__'],
    [
      'labels',
      `{"name":${JSON.stringify(MARKUP)},"updated":"$& $1 {age}{age}","__proto__":{"refresh":"hurt"}}`,
    ],
  ])('with the attribute %s of %j shows text and goes on', (name, value) => {
    const manager = new DataSyncManager()
    manager.setData(name === 'sync-key' ? value : 'k', 1)
    defineFreshnessIndicator(manager)
    const indicator = document.createElement('freshness-indicator')
    indicator.setAttribute('sync-key', 'k')
    indicator.setAttribute(name, value)
    document.body.append(indicator)
    const shown = indicator.shadowRoot
    expect(shown?.querySelectorAll('script, img').length).toBe(0)
    expect(shown?.querySelector('.refresh')?.textContent).toBe('Refresh')
    expect(shown?.querySelector('.age')?.textContent).not.toBe('')
    expect(({} as { refresh?: unknown }).refresh).toBeUndefined()
    manager.dispose()
  })

  it.each(['[]', '{"name":5}', '{"__proto__":"x"}', ''])('shows its own labels in place of %j', (labels) => {
    const manager = new DataSyncManager()
    const indicator = document.createElement('freshness-indicator')
    Object.assign(indicator, { manager })
    document.body.append(indicator)
    indicator.setAttribute('labels', labels)
    expect(indicator.shadowRoot?.querySelector('.refresh')?.textContent).toBe('Refresh')
    manager.dispose()
  })
})

describe('a state in a page', () => {
  it('does not end its script element, whatever keys, tags and data hold', () => {
    const manager = new DataSyncManager()
    const hostile = `${MARKUP}<!--<script>\u2028\u2029]]>&quot;`
    manager.register([hostile, { [hostile]: hostile }], async () => 1, { tags: [hostile], enabled: false })
    manager.setData([hostile, { [hostile]: hostile }], { [hostile]: hostile, __html: hostile })
    // As docs/recipes/server-rendering.md has it.
    const state = JSON.stringify(dehydrate(manager)).replaceAll('<', '\\u003c')
    const page = document.createElement('div')
    page.innerHTML = `<script type="application/json" id="state">${state}</script><p id="after"></p>`
    expect([page.children.length, page.querySelectorAll('img').length]).toEqual([2, 0])
    const other = new DataSyncManager()
    hydrate(other, JSON.parse(page.querySelector('#state')?.textContent ?? '') as DehydratedState)
    expect(dehydrate(other).entries.map(({ key, data, tags }) => [key, data, tags])).toEqual(
      dehydrate(manager).entries.map(({ key, data, tags }) => [key, data, tags]),
    )
    for (const each of [manager, other]) each.dispose()
  })
})

describe('the name of the script', () => {
  it('takes no version for a member of an object', () => {
    const page: Record<string, unknown> = {}
    for (const version of ['1', '__proto__', 'constructor']) claimName(page, { version })
    const { versions } = page['Freshline'] as { versions: Record<string, unknown> }
    expect(Object.keys(versions).sort()).toEqual(['1', '__proto__', 'constructor'])
    expect(Object.getPrototypeOf(versions)).toBeNull()
  })

  it('a store of a hostile key is a store', () => {
    const manager = new DataSyncManager()
    const store = createSyncStore('__proto__', { manager })
    expect(store.get().status).toBe('pending')
    manager.dispose()
  })
})

describe('the page', () => {
  it('has run nothing of what the tests above put on it', () => expect(window).not.toHaveProperty('hurt'))
})
