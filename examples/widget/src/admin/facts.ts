/** The four facts at the top: what is published, what the draft is, what visitors see, and what a plain request gets. */
import type { ConsentState, EdgeAnswer, EdgeReading } from '@freshline/example-server/api-types'
import { byId } from './elements'
import { consent, edge } from './data'
import type { Editor } from './editor'
import { toAgo, toMoment } from './format'

type Mood = 'good' | 'bad' | 'plain'

/** Ties the facts to the data. */
export function connectFacts(editor: Editor): void {
  let found: EdgeAnswer | undefined
  let isAway = false
  const render = (): void => {
    const { server, isDirty } = editor.get()
    if (!server) return
    showPublished(server)
    showDraft(server, isDirty)
    showOutside(server, found, isAway)
  }
  editor.subscribe(render)
  edge.subscribe(({ data, error }) => {
    found = data
    isAway = error !== undefined
    render()
  })
  consent.subscribe(render)
}

function showPublished({ published }: ConsentState): void {
  say('published', `Version ${published.version}`, toMoment(published.publishedAt))
}

function showDraft({ hasChanges, draftUpdatedAt }: ConsentState, isDirty: boolean): void {
  if (isDirty) say('draft', 'Not saved', 'Only you see what you typed.', 'bad')
  else if (hasChanges) say('draft', 'Not published', `Saved ${toMoment(draftUpdatedAt)}`)
  else say('draft', 'As published', 'Nothing is waiting.', 'good')
}

function showOutside(
  { published, cdnUrl }: ConsentState,
  found: EdgeAnswer | undefined,
  isAway: boolean,
): void {
  if (!found) {
    const words = isAway ? 'Not known' : '…'
    say('live', words, isAway ? 'The server could not be asked.' : '')
    say('plain', words, '')
    return
  }
  const { fresh, plain } = found
  // What was found a while ago is no promise: the indicator beside it tells how long ago that was.
  const good: Mood = isAway ? 'plain' : 'good'
  const isSame = fresh.version === published.version
  const live = isSame ? 'As published, by the widget’s own request.' : 'Not yet what is published.'
  say('live', toVersion(fresh), fresh.version === null ? toReason(fresh) : live, isSame ? good : 'bad')
  const isOld = plain.version !== null && plain.version < published.version
  const kept =
    plain.age > 0 ? `The CDN’s copy is from ${toAgo(plain.age * 1000)}.` : 'Straight from the server.'
  const words = plain.version === null ? toReason(plain) : isOld ? `Out of date. ${kept}` : kept
  say(
    'plain',
    toVersion(plain),
    cdnUrl === null ? `${words} There is no CDN.` : words,
    isOld ? 'bad' : 'plain',
  )
}

function toVersion({ version }: EdgeReading): string {
  return version === null ? 'No banner' : `Version ${version}`
}

function toReason({ status }: EdgeReading): string {
  return status === 0
    ? 'No answer: visitors see the last good one.'
    : `The answer was ${status}: visitors see the last good one.`
}

function say(name: string, fact: string, note: string, mood: Mood = 'plain'): void {
  const element = byId(`fact-${name}`, HTMLElement)
  set(element, fact)
  set(byId(`fact-${name}-note`, HTMLElement), note)
  if (element.parentElement) element.parentElement.dataset['mood'] = mood
}

function set(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text
}
