import type { BannerContent, ConsentState } from '@freshline/example-server/api-types'
import { describe, expect, it } from 'vitest'
import { Editor } from '../src/admin/editor'

const content: BannerContent = {
  title: 'Title',
  text: 'Text',
  acceptLabel: 'Yes',
  rejectLabel: 'No',
  policyLabel: 'More',
  policyUrl: '',
  language: 'en',
  position: 'bottom',
  theme: 'auto',
  accent: '#112233',
}

function server(revision: number, draft: Partial<BannerContent> = {}): ConsentState {
  const published = { site: 'a', version: 1, asksSince: 1, publishedAt: 1, content }
  const none = { versions: [], cdnUrl: null, pageUrl: null }
  return {
    site: 'a',
    revision,
    draft: { ...content, ...draft },
    draftUpdatedAt: 1,
    hasChanges: false,
    published,
    ...none,
  }
}

function edited(...names: [keyof BannerContent, string][]) {
  const editor = new Editor()
  editor.receive(server(1))
  for (const [name, value] of names) editor.edit(name, value)
  return editor
}

describe('the editor', () => {
  it('has no content before the first answer, and takes no edits', () => {
    const editor = new Editor()
    editor.edit('title', 'x')
    expect(editor.get()).toMatchObject({ content: undefined, isDirty: false })
  })

  it('shows edits on top of the draft, and none that changes nothing', () => {
    const editor = edited(['title', 'New'])
    expect(editor.get()).toMatchObject({
      isDirty: true,
      content: { title: 'New', text: 'Text' },
      revision: 1,
    })
    editor.edit('title', 'Title')
    expect(editor.get().isDirty).toBe(false)
  })

  it('follows the server while nothing is edited, and never back', () => {
    const editor = edited()
    editor.receive(server(3, { title: 'Theirs' }))
    editor.receive(server(2, { title: 'Older' }))
    expect(editor.get()).toMatchObject({ revision: 3, content: { title: 'Theirs' }, hasConflict: false })
  })

  it('keeps edits while others publish, and takes the new revision', () => {
    const editor = edited(['title', 'New'])
    editor.receive(server(2))
    expect(editor.get()).toMatchObject({ revision: 2, content: { title: 'New' }, hasConflict: false })
  })

  it('tells where somebody else has saved another draft, and writes by the revision that was seen', () => {
    const editor = edited(['title', 'Mine'])
    editor.receive(server(2, { title: 'Theirs', text: 'Their text' }))
    expect(editor.get()).toMatchObject({
      hasConflict: true,
      revision: 1,
      content: { title: 'Mine', text: 'Text' },
    })
    editor.keepMine()
    expect(editor.get()).toMatchObject({
      hasConflict: false,
      revision: 2,
      content: { title: 'Mine', text: 'Their text' },
    })
    editor.discard()
    expect(editor.get()).toMatchObject({ isDirty: false, content: { title: 'Theirs' } })
  })

  it('keeps what was typed while it was being saved', () => {
    const editor = edited(['title', 'Sent'])
    const sent = editor.get().content ?? content
    editor.edit('title', 'Sent, and more')
    editor.edit('text', 'Later')
    editor.saved(sent, server(2, { title: 'Sent' }))
    expect(editor.get()).toMatchObject({
      revision: 2,
      isDirty: true,
      content: { title: 'Sent, and more', text: 'Later' },
    })
  })

  it('drops a problem when its field is edited', () => {
    const editor = edited(['title', ''])
    editor.refuse({ title: 'Too short.', text: 'Too long.' })
    editor.edit('title', 'x')
    expect(editor.get().problems).toEqual({ text: 'Too long.' })
  })

  it('tells each change once, and nothing to those who left', () => {
    const editor = edited()
    const seen: (string | undefined)[] = []
    const stop = editor.subscribe(({ content: now }) => seen.push(now?.title))
    editor.edit('title', 'a')
    stop()
    editor.edit('title', 'b')
    expect(seen).toEqual(['Title', 'a'])
  })
})
