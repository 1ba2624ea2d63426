import type { BannerContent, PublishedBanner } from '@freshline/example-server/api-types'
import { describe, expect, it, vi } from 'vitest'
import { createBannerView } from '../src/banner/banner-view'
import { isBanner } from '../src/banner/check-banner'
import { inkOn } from '../src/banner/contrast'
import { directionOf } from '../src/banner/direction'

const content: BannerContent = {
  title: 'Title',
  text: 'One.\n\nTwo.',
  acceptLabel: 'Yes',
  rejectLabel: 'No',
  policyLabel: 'More',
  policyUrl: 'https://a.example/',
  language: 'en',
  position: 'bottom',
  theme: 'auto',
  accent: '#112233',
}
const banner: PublishedBanner = { site: 'a', version: 1, asksSince: 1, publishedAt: 1, content }

function open() {
  const onAnswer = vi.fn()
  const onDismiss = vi.fn()
  const view = createBannerView({ mode: 'open', isDark: () => true, onAnswer, onDismiss })
  const find = (selector: string) => view.element.shadowRoot?.querySelector<HTMLElement>(selector)
  return { view, onAnswer, onDismiss, find }
}

describe('the banner', () => {
  it('shows content as text, also where it looks like markup', () => {
    const { view, find } = open()
    view.show({ ...content, title: '<b>x</b>', text: '<i>One</i>\n\nTwo' })
    expect(find('h2')?.textContent).toBe('<b>x</b>')
    expect(view.element.shadowRoot?.querySelectorAll('b, i')).toHaveLength(0)
    expect(find('.text')?.children).toHaveLength(2)
  })

  it('keeps its elements when the content changes', () => {
    const { view, find } = open()
    view.show(content)
    const before = [find('h2'), find('.text p'), find('.answer')]
    view.show({ ...content, title: 'Other', text: 'One word', position: 'top' })
    expect([find('h2'), find('.text p'), find('.answer')]).toEqual(before)
    expect(find('.text')?.children).toHaveLength(1)
    expect(view.element.dataset['place']).toBe('top')
  })

  it('has no link without an address', () => {
    const { view, find } = open()
    view.show({ ...content, policyUrl: '' })
    expect([find('a')?.hidden, find('a')?.hasAttribute('href')]).toEqual([true, false])
  })

  it.each([
    ['auto', 'frame bottom dark'],
    ['light', 'frame bottom light'],
    ['dark', 'frame bottom dark'],
  ] as const)('in colours %s is as the system or the editor says', (theme, name) => {
    const { view, find } = open()
    view.show({ ...content, theme })
    expect(find('.frame')?.className).toBe(name)
  })

  it('tells answers, and Escape', () => {
    const { view, find, onAnswer, onDismiss } = open()
    view.show(content)
    for (const button of view.element.shadowRoot?.querySelectorAll('button') ?? []) button.click()
    find('.frame')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    expect(onAnswer.mock.calls).toEqual([['reject'], ['accept']])
    expect(onDismiss).toHaveBeenCalledOnce()
  })
})

describe('what is a banner', () => {
  it('is what the API answers', () => expect(isBanner(banner)).toBe(true))

  it.each<[string, unknown]>([
    ['nothing', null],
    ['text', 'banner'],
    ['a list', []],
    ['a version that is none', { ...banner, version: '1' }],
    ['a fraction of a version', { ...banner, version: 1.5 }],
    ['no content', { ...banner, content: undefined }],
    ['a missing label', { ...banner, content: { ...content, acceptLabel: undefined } }],
    ['an empty label', { ...banner, content: { ...content, rejectLabel: '' } }],
    ['a script for a link', { ...banner, content: { ...content, policyUrl: 'javascript:alert(1)' } }],
    ['a style for a colour', { ...banner, content: { ...content, accent: 'red; background: url(x)' } }],
    ['an unknown place', { ...banner, content: { ...content, position: 'middle' } }],
  ])('is not %s', (_, value) => expect(isBanner(value)).toBe(false))
})

describe('labels', () => {
  const contrast = (one: string, other: string) => {
    const light = (colour: string) =>
      [1, 3, 5]
        .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
        .reduce((sum, value, index) => sum + value * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0.05)
    const [high = 1, low = 1] = [light(one), light(other)].sort((a, b) => b - a)
    return high / low
  }

  it('can be read on every colour', () => {
    const steps = [0, 51, 102, 117, 119, 128, 153, 204, 255].map((step) => step.toString(16).padStart(2, '0'))
    for (const red of steps)
      for (const green of steps)
        for (const blue of steps) {
          const colour = `#${red}${green}${blue}`
          expect(contrast(colour, inkOn(colour)), colour).toBeGreaterThanOrEqual(4.5)
        }
  })

  it.each([
    ['ar', 'rtl'],
    ['he-IL', 'rtl'],
    ['arn', 'ltr'],
    ['en', 'ltr'],
    ['de-AT', 'ltr'],
  ])('of %s run %s', (language, direction) => expect(directionOf(language)).toBe(direction))
})
