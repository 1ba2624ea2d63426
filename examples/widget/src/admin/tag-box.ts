/** The tag that a site embeds, with the integrity value of the script that was built beside this page. */
import { fetchFresh } from '@freshline/core'
import { byId } from './elements'
import type { Editor } from './editor'
import { toSize } from './format'
import { site } from './site'

interface Manifest {
  readonly path: string
  readonly integrity: string
  readonly gzip: number
}

/** Shows it once script and address are known. */
export async function connectTagBox(editor: Editor, say: (text: string) => void): Promise<void> {
  const code = byId('tag', HTMLElement)
  const note = byId('tag-note', HTMLElement)
  const copy = byId('copy-tag', HTMLButtonElement)
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(code.textContent ?? '').then(
      () => say('The tag was copied.'),
      () => {
        getSelection()?.selectAllChildren(code)
        say('The tag is selected: copy it by the keyboard.')
      },
    )
  })
  try {
    const { data } = await fetchFresh<Manifest>('./embed.json')
    editor.subscribe(({ server }) => {
      if (!server) return
      code.textContent = toTag(data, server.cdnUrl)
      copy.disabled = false
    })
    note.textContent = `Before </head>. One request, ${toSize(data.gzip)} compressed; the browser refuses the file if a byte of it is another.`
  } catch {
    code.textContent = 'Not known'
    note.textContent = 'The script was not built: there is no embed.json beside this page.'
  }
}

/** The same text as `embedTag` of the demo's host writes. */
function toTag({ path, integrity }: Manifest, cdnUrl: string | null): string {
  const source = cdnUrl === null ? new URL(`./${path}`, location.href).href : `${cdnUrl}/widget/${path}`
  return `<script src="${source}" integrity="${integrity}" crossorigin="anonymous" data-site="${site}" defer></script>`
}
