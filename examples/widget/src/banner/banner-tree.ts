/** The elements of a banner, made by calls: no markup is ever parsed. */

/** The parts that change with the content. */
export interface BannerTree {
  readonly frame: HTMLElement
  readonly panel: HTMLElement
  readonly title: HTMLElement
  readonly text: HTMLElement
  readonly policy: HTMLAnchorElement
  readonly reject: HTMLButtonElement
  readonly accept: HTMLButtonElement
  /** Where a screen reader is told that the banner came up. */
  readonly news: HTMLElement
}

/** Builds the tree in a shadow root. */
export function createBannerTree(root: ShadowRoot): BannerTree {
  const make = <K extends keyof HTMLElementTagNameMap>(tag: K, name: string, parent: Node) => {
    const element = root.ownerDocument.createElement(tag)
    element.className = name
    parent.appendChild(element)
    return element
  }
  const frame = make('div', 'frame', root)
  const panel = make('section', 'panel', frame)
  const words = make('div', 'words', panel)
  const title = make('h2', 'title', words)
  const text = make('div', 'text', words)
  const policy = make('a', 'policy', words)
  const answers = make('div', 'answers', panel)
  // Both answers are one click, alike in size and colour, and refusing comes first.
  const reject = make('button', 'answer', answers)
  const accept = make('button', 'answer', answers)
  const news = make('div', 'news', frame)
  title.id = 'title'
  text.id = 'text'
  panel.setAttribute('aria-labelledby', 'title')
  panel.setAttribute('aria-describedby', 'text')
  panel.tabIndex = -1
  news.setAttribute('role', 'status')
  policy.target = '_blank'
  policy.rel = 'noopener noreferrer'
  reject.type = accept.type = 'button'
  return { frame, panel, title, text, policy, reject, accept, news }
}
