/** Saving, publishing and rolling back: what is sent, and what becomes of it. */
import { HttpError } from '@freshline/core'
import type { BannerContent, ConsentState, ErrorAnswer } from '@freshline/example-server/api-types'
import { consent, publish, restore, saveDraft } from './data'
import type { Editor } from './editor'

/** What the actions tell the page. */
export interface Telling {
  /** Something was done. */
  said(text: string): void
  /** Something was not done, and why. */
  failed(text: string): void
}

/** Saves what is being edited. Answers whether it is saved. */
export async function save(editor: Editor, telling: Telling): Promise<boolean> {
  return (await saveSeen(editor, telling)) !== undefined
}

/** Saves; answers the revision whose draft is what was seen, undefined where it is not saved. */
async function saveSeen(editor: Editor, telling: Telling): Promise<number | undefined> {
  const { content, revision, isDirty } = editor.get()
  if (!content) return undefined
  if (!isDirty) return revision
  let saved: ConsentState | undefined
  await attempt(editor, telling, 'saved', async () => {
    saved = await saveDraft.mutateAsync({ body: content, revision })
    editor.saved(content, saved)
    telling.said('The draft is saved.')
  })
  return saved?.revision
}

/** Saves, and makes it what visitors see. */
export async function publishDraft(editor: Editor, telling: Telling, asksAgain: boolean): Promise<boolean> {
  // Not the editor's revision: a colleague's draft may have come in while this one was being saved.
  const revision = await saveSeen(editor, telling)
  if (revision === undefined) return false
  return attempt(editor, telling, 'published', async () => {
    take(editor, await publish.mutateAsync({ body: { asksAgain }, revision }), telling)
  })
}

/** Publishes an earlier version's content once more. */
export async function rollBack(editor: Editor, telling: Telling, version: number): Promise<boolean> {
  return attempt(editor, telling, 'rolled back', async () => {
    const { revision } = editor.get()
    const state = await restore.mutateAsync({ body: { version }, revision })
    editor.discard()
    take(editor, state, telling)
  })
}

function take(editor: Editor, state: ConsentState, telling: Telling): void {
  editor.receive(state)
  const { version, asksSince } = state.published
  // Where it was answered nothing is on the screen, and such pages ask less often.
  const others = asksSince === version ? ' Who has answered before is asked again within a minute.' : ''
  telling.said(`Version ${version} is published. Pages that show the banner follow within seconds.${others}`)
}

async function attempt(
  editor: Editor,
  telling: Telling,
  verb: string,
  work: () => Promise<void>,
): Promise<boolean> {
  telling.failed('')
  telling.said('')
  try {
    await work()
    return true
  } catch (error) {
    telling.failed(explain(editor, error, verb))
    return false
  }
}

/** What went wrong, in words; what the server found is put where it belongs. */
function explain(editor: Editor, error: unknown, verb: string): string {
  const found =
    error instanceof HttpError ? (error.body as Partial<ErrorAnswer> | undefined)?.error : undefined
  if (found?.code === 'version_mismatch' && isState(found.current)) {
    editor.receive(found.current)
    void consent.refresh()
    return editor.get().hasConflict
      ? ''
      : `It was not ${verb}: somebody was faster. Look at it, and try again.`
  }
  if (found?.code === 'validation_failed' && found.fields) {
    editor.refuse(found.fields as Partial<Record<keyof BannerContent, string>> & Record<string, string>)
    return `It was not ${verb}: ${Object.keys(found.fields).length === 1 ? 'one field needs' : 'some fields need'} another look.`
  }
  if (found) return found.message
  return `It was not ${verb}: the server could not be reached. What you typed is still here.`
}

function isState(value: unknown): value is ConsentState {
  return typeof value === 'object' && value !== null && 'draft' in value && 'revision' in value
}
