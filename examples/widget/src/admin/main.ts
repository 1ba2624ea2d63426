/** The page where the banner is edited, and where one sees what visitors see. */
import { bindAttribute, bindText } from '@freshline/vanilla'
import { defineFreshnessIndicator, FreshnessIndicator } from '@freshline/vanilla/element'
import { publishDraft, rollBack, save } from './actions'
import { confirm } from './confirm'
import { consent, edgeKey, manager, publish, restore, saveDraft, stateKey } from './data'
import { Editor } from './editor'
import { byId } from './elements'
import { connectFacts } from './facts'
import { connectForm, focusProblem } from './form'
import { connectHistory } from './history'
import { connectPageTheme } from './page-theme'
import { connectPreview } from './preview'
import { site } from './site'
import { connectTagBox } from './tag-box'

const editor = new Editor()
const said = byId('said', HTMLElement)
const failed = byId('failed', HTMLElement)
const telling = {
  said: (text: string) => void (said.textContent = text),
  failed: (text: string) => void (failed.textContent = text),
}

defineFreshnessIndicator(manager)
byId('state-freshness', FreshnessIndicator).syncKey = stateKey
const looked = byId('live-freshness', FreshnessIndicator)
looked.syncKey = edgeKey
looked.labels = { updated: 'Checked {age}' }
byId('site-name', HTMLElement).textContent = site
connectPageTheme()
connectForm(editor)
connectPreview(editor)
connectFacts(editor)
connectHistory(editor, (version) => void askAndRollBack(version))
void connectTagBox(editor, telling.said)

consent.subscribe(({ data, error }) => {
  if (data) editor.receive(data)
  byId('load-error', HTMLElement).hidden = !error
  if (!error) return
  byId('load-error-text', HTMLElement).textContent = data
    ? 'The server cannot be reached. What you see may be old; what you type stays here.'
    : 'The banner could not be loaded.'
})
byId('load-retry', HTMLElement).addEventListener('click', () => void consent.refresh({ force: true }))

const liveLink = byId('live-link', HTMLAnchorElement)
editor.subscribe(({ server }) => {
  liveLink.hidden = !server?.pageUrl
  if (server?.pageUrl) liveLink.href = server.pageUrl
})

const editorState = byId('editor-state', HTMLElement)
bindText(editorState, editor, ({ isDirty, hasConflict }) =>
  hasConflict ? 'Changed by somebody else meanwhile' : isDirty ? 'Changes are not saved' : '',
)
editor.subscribe(({ isDirty, hasConflict, server }) => {
  byId('conflict', HTMLElement).hidden = !hasConflict
  byId('conflict-text', HTMLElement).textContent = hasConflict
    ? `Somebody else has saved this draft since you began: “${server?.draft.title ?? ''}”.`
    : ''
  byId('discard', HTMLButtonElement).disabled = !isDirty
})
byId('conflict-theirs', HTMLElement).addEventListener('click', () => {
  editor.discard()
  telling.said('You have their draft now.')
})
byId('conflict-mine', HTMLElement).addEventListener('click', () => {
  editor.keepMine()
  telling.said('Your changes are on top of theirs now. Save to keep them.')
})

byId('editor', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault()
  void save(editor, telling).then((isDone) => isDone || focusProblem(editor))
})
byId('discard', HTMLElement).addEventListener('click', () => {
  editor.discard()
  telling.said('Your changes are gone.')
})

const asksAgain = byId('asks-again', HTMLInputElement)
byId('publish', HTMLElement).addEventListener('click', () => {
  void publishDraft(editor, telling, asksAgain.checked).then((isDone) => {
    if (isDone) asksAgain.checked = false
    else focusProblem(editor)
  })
})
for (const mutation of [saveDraft, publish, restore]) {
  for (const id of ['save', 'publish']) {
    bindAttribute(byId(id, HTMLElement), 'aria-busy', mutation, ({ isPending }) => isPending && 'true')
  }
}

async function askAndRollBack(version: number): Promise<void> {
  const { isDirty, server } = editor.get()
  const next = (server?.published.version ?? 0) + 1
  const loss = isDirty || server?.hasChanges ? ' Your draft is replaced by it.' : ''
  const text = `What version ${version} says becomes version ${next}, and visitors see it at once.${loss}`
  if (await confirm(`Roll back to version ${version}?`, text, 'Roll back'))
    await rollBack(editor, telling, version)
}

// Only while something would be lost: the question makes pages slower to come back to.
const guard = (event: BeforeUnloadEvent): void => event.preventDefault()
let isGuarded = false
editor.subscribe(({ isDirty }) => {
  if (isDirty === isGuarded) return
  isGuarded = isDirty
  if (isDirty) addEventListener('beforeunload', guard)
  else removeEventListener('beforeunload', guard)
})
