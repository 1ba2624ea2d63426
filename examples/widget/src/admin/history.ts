/** The versions that were published, and the way back to one. */
import type { BannerVersion } from '@freshline/example-server/api-types'
import { bindList, bindText } from '@freshline/vanilla'
import { byId, make } from './elements'
import type { Editor } from './editor'
import { toMoment, toShare } from './format'

/** Shows the list; `onRestore` is called with the version whose button was pressed. */
export function connectHistory(editor: Editor, onRestore: (version: number) => void): void {
  const body = byId('history', HTMLElement)
  bindList(body, editor, {
    items: ({ server }) => server?.versions,
    key: ({ version }) => version,
    create: ({ version }) => createRow(version, onRestore),
    update: fillRow,
  })
  editor.subscribe(({ server }) => {
    for (const row of body.querySelectorAll('tr')) {
      const isCurrent = row.dataset['version'] === String(server?.published.version)
      row.toggleAttribute('aria-current', isCurrent)
      const button = row.querySelector('button')
      if (button) button.hidden = isCurrent
      const mark = row.querySelector<HTMLElement>('.mark')
      if (mark) mark.hidden = !isCurrent
    }
  })
  bindText(byId('history-note', HTMLElement), editor, ({ server }) =>
    server && server.versions.length >= 50 ? 'The newest 50.' : '',
  )
}

function createRow(version: number, onRestore: (version: number) => void): HTMLTableRowElement {
  const row = make('tr')
  row.dataset['version'] = String(version)
  const head = make('th', '', String(version))
  head.scope = 'row'
  const action = make('td', 'act')
  const button = make('button', 'quiet', 'Roll back')
  button.type = 'button'
  button.setAttribute('aria-label', `Roll back to version ${version}`)
  button.addEventListener('click', () => onRestore(version))
  action.append(button, make('span', 'mark', 'Live'))
  row.append(head, make('td', 'what'), make('td', 'when'), make('td', 'share'), action)
  return row
}

function fillRow(row: HTMLTableRowElement, version: BannerVersion): void {
  const [, what, published, share] = row.cells
  const facts = [
    version.restoredFrom === null ? '' : `brought back version ${version.restoredFrom}`,
    version.asksAgain && version.version > 1 ? 'asked everybody again' : '',
  ].filter(Boolean)
  const title = make('bdi', '', version.content.title)
  title.lang = version.content.language
  what?.replaceChildren(title, ...(facts.length > 0 ? [make('small', '', facts.join(', '))] : []))
  published?.replaceChildren(toMoment(version.publishedAt), make('small', '', version.publishedBy))
  if (share) share.textContent = toShare(version.answers)
}
