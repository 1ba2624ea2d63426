import { describe, expect, it } from 'vitest'
import type { PublishedBanner } from '@freshline/example-server/api-types'
import { choiceName, createChoiceBook, isOpenQuestion } from '../src/embed/choice'
import { pageStorage, type PageStorage } from '../src/embed/page-storage'
import { readSettings } from '../src/embed/settings'

const banner = (asksSince: number) => ({ asksSince }) as PublishedBanner
const blocked: PageStorage = { read: () => undefined, write: () => {} }

describe('a choice', () => {
  it('answers its version and later ones, until one asks again', () => {
    const choice = { answer: 'accept', version: 3, at: 1 } as const
    expect([2, 3, 4].map((asksSince) => isOpenQuestion(banner(asksSince), choice))).toEqual([
      false,
      false,
      true,
    ])
    expect(isOpenQuestion(banner(1), undefined)).toBe(true)
  })

  it('is kept by site, and lasts for the page where nothing is kept', () => {
    localStorage.clear()
    const choice = { answer: 'reject', version: 3, at: 5 } as const
    createChoiceBook('a', pageStorage).write(choice)
    expect(createChoiceBook('a', pageStorage).read()).toEqual(choice)
    expect(createChoiceBook('b', pageStorage).read()).toBeUndefined()
    const book = createChoiceBook('a', blocked)
    book.write(choice)
    expect(book.read()).toEqual(choice)
  })

  it.each(['{', 'null', '{"answer":"maybe","version":1,"at":1}', '{"answer":"accept","version":"1","at":1}'])(
    'is not read from %s',
    (text) => {
      localStorage.setItem(choiceName('a'), text)
      expect(createChoiceBook('a', pageStorage).read()).toBeUndefined()
    },
  )
})

describe('the tag', () => {
  const tag = (data: Record<string, string>, src = 'https://cdn.example/widget/assets/consent-1.js') => {
    const script = document.createElement('script')
    Object.defineProperty(script, 'src', { value: src })
    Object.assign(script.dataset, data)
    return readSettings(script)
  }

  it('names the site; the API is where the script is from, unless it says otherwise', () => {
    expect(tag({ site: 'shop' })).toEqual({ site: 'shop', api: 'https://cdn.example' })
    expect(tag({ site: 'shop', api: 'https://api.example/v1/' })).toEqual({
      site: 'shop',
      api: 'https://api.example/v1',
    })
  })

  it('that makes no sense starts nothing, and says why', () => {
    expect(readSettings(null)).toBeUndefined()
    expect(tag({ site: '../admin' })).toBeUndefined()
    expect(tag({ site: 'shop', api: 'javascript:alert(1)' })).toBeUndefined()
    expect(tag({ site: 'shop' }, '')).toBeUndefined()
  })
})
