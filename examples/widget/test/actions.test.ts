// What is sent when somebody presses Publish, by a server whose answers the test writes.
import type { BannerContent, ConsentState } from '@freshline/example-server/api-types'
import { afterEach, expect, it, vi } from 'vitest'
import { publishDraft } from '../src/admin/actions'
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

function state(revision: number, title: string, version = 1, asksSince = 1): ConsentState {
  return {
    site: 'a',
    revision,
    draft: { ...content, title },
    draftUpdatedAt: 1,
    hasChanges: true,
    published: { site: 'a', version, asksSince, publishedAt: version, content },
    versions: [],
    cdnUrl: null,
    pageUrl: null,
  }
}

/** Answers saving and publishing; tells which revision each of them named. */
function serve(publish: ConsentState, beforeSaved = () => {}) {
  const named: string[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const { url, headers, method } = new Request(input, init)
    if (method === 'GET') return Response.json(publish)
    named.push(`${method} ${headers.get('if-match') ?? ''}`)
    if (!url.endsWith('/draft')) return Response.json(publish)
    beforeSaved()
    return Response.json(state(2, 'Mine'))
  })
  return named
}

function telling() {
  const texts: string[] = []
  return { texts, said: (text: string) => texts.push(text), failed: (text: string) => texts.push(text) }
}

afterEach(() => vi.unstubAllGlobals())

function edited(): Editor {
  const editor = new Editor()
  editor.receive(state(1, 'Title'))
  editor.edit('title', 'Mine')
  return editor
}

it('publishes what was seen, not what a colleague has saved while it was being saved', async () => {
  const editor = edited()
  const named = serve(state(4, 'Mine', 2), () => editor.receive(state(3, 'Theirs')))
  await publishDraft(editor, telling(), false)
  expect(named).toEqual(['PUT "1"', 'POST "2"'])
})

it('says what is true of pages that show the banner, and of those where it was answered', async () => {
  const plain = telling()
  serve(state(3, 'Mine', 2))
  expect(await publishDraft(edited(), plain, false)).toBe(true)
  expect(plain.texts.at(-1)).toBe('Version 2 is published. Pages that show the banner follow within seconds.')
  const again = telling()
  serve(state(3, 'Mine', 2, 2))
  expect(await publishDraft(edited(), again, true)).toBe(true)
  expect(again.texts.at(-1)).toBe(
    'Version 2 is published. Pages that show the banner follow within seconds. Who has answered before is asked again within a minute.',
  )
})
