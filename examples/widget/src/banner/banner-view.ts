/** Shows a banner in an element with a shadow tree of its own; the same on visitors' pages and in the preview. */
import type { BannerContent, ConsentAnswer } from '@freshline/example-server/api-types'
import { bannerStyle } from './banner-style'
import { createBannerTree, type BannerTree } from './banner-tree'
import { inkOn } from './contrast'
import { directionOf } from './direction'

/** What a view is made with. */
export interface BannerViewOptions {
  /** Whether the page's scripts may look into it. */
  readonly mode: ShadowRootMode
  /** Whether the visitor's system is dark; asked at each `show`. */
  readonly isDark: () => boolean
  /** Told of an answer. */
  readonly onAnswer: (answer: ConsentAnswer) => void
  /** Told that it was sent away by Escape, without an answer. */
  readonly onDismiss: () => void
}

/** A banner that can be shown. */
export interface BannerView {
  /** The element that stands in the page; the caller puts it there. */
  readonly element: HTMLElement
  /** Brings it to a content. What has the focus keeps it. */
  show(content: BannerContent): void
  /** Puts the focus on it, for whoever asked to see it. */
  focus(): void
  /** Has a screen reader say that it is there; once the element is in the page. */
  announce(): void
}

/** The name of the element: one that no page's style means by accident, and that needs no registration. */
export const BANNER_TAG = 'freshline-consent'

/** Makes a view. */
export function createBannerView(options: BannerViewOptions): BannerView {
  const element = document.createElement(BANNER_TAG)
  const root = element.attachShadow({ mode: options.mode })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(bannerStyle)
  root.adoptedStyleSheets = [sheet]
  const tree = createBannerTree(root)
  tree.accept.addEventListener('click', () => options.onAnswer('accept'))
  tree.reject.addEventListener('click', () => options.onAnswer('reject'))
  // Only keys that are pressed inside: Escape anywhere else is the page's.
  tree.frame.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.stopPropagation()
    options.onDismiss()
  })
  return {
    element,
    show(content) {
      // No class and no id: the page's own scripts and styles look for those.
      element.dataset['place'] = content.position === 'top' ? 'top' : 'bottom'
      fill(tree, content, options.isDark())
    },
    focus: () => tree.panel.focus({ preventScroll: true }),
    announce: () => setText(tree.news, tree.title.textContent ?? ''),
  }
}

function fill(tree: BannerTree, content: BannerContent, isSystemDark: boolean): void {
  const { frame, title, text, policy, reject, accept } = tree
  const isDark = content.theme === 'dark' || (content.theme === 'auto' && isSystemDark)
  frame.className = `frame ${content.position} ${isDark ? 'dark' : 'light'}`
  frame.lang = content.language
  frame.dir = directionOf(content.language)
  // By the object model, which a policy against inline style lets through.
  frame.style.setProperty('--accent', content.accent)
  frame.style.setProperty('--accent-ink', inkOn(content.accent))
  setText(title, content.title)
  setParagraphs(text, content.text)
  setText(policy, content.policyLabel)
  policy.hidden = content.policyUrl === ''
  if (policy.hidden) policy.removeAttribute('href')
  else policy.href = content.policyUrl
  setText(reject, content.rejectLabel)
  setText(accept, content.acceptLabel)
}

function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

function setParagraphs(parent: Element, text: string): void {
  const paragraphs = text.split(/\n\s*\n/)
  while (parent.children.length > paragraphs.length) parent.lastElementChild?.remove()
  for (let index = 0; index < paragraphs.length; index++) {
    const there = parent.children.item(index)
    const element = there ?? parent.appendChild(parent.ownerDocument.createElement('p'))
    setText(element, paragraphs[index] ?? '')
  }
}
