/** The preview: the visitors' own banner code, in a frame of this page. */
import type { BannerContent } from '@freshline/example-server/api-types'
import { createBannerView } from '../banner/banner-view'
import { byId } from './elements'
import type { Editor, EditorState } from './editor'

/** Ties the preview to an editor. */
export function connectPreview(editor: Editor): void {
  const stage = byId('stage', HTMLElement)
  const note = byId('preview-note', HTMLElement)
  const of = byId('preview-of', HTMLSelectElement)
  const width = byId('preview-width', HTMLSelectElement)
  const scheme = byId('preview-scheme', HTMLSelectElement)
  if (matchMedia('(prefers-color-scheme: dark)').matches) scheme.value = 'dark'

  const say = (text: string): void => void (note.textContent = text)
  const view = createBannerView({
    mode: 'open',
    isDark: () => scheme.value === 'dark',
    onAnswer: (answer) =>
      say(`Here a visitor ${answer === 'accept' ? 'agrees' : 'refuses'}. Nothing was counted.`),
    onDismiss: () => say('Here a visitor sends the banner away, and is asked again on the next page.'),
  })

  const render = (state: EditorState): void => {
    const content = of.value === 'published' ? state.server?.published.content : state.content
    stage.classList.toggle('phone', width.value === 'phone')
    stage.classList.toggle('dark', scheme.value === 'dark')
    stage.dataset['of'] = of.value
    if (!content) return
    view.show(toShowable(content))
    if (!view.element.isConnected) stage.append(view.element)
  }
  editor.subscribe(render)
  for (const select of [of, width, scheme]) {
    select.addEventListener('change', () => {
      say('')
      render(editor.get())
    })
  }
}

/** Half-typed colours and addresses are shown as far as they make sense, and words that are missing by a sign. */
function toShowable(content: BannerContent): BannerContent {
  const accent = /^#[\da-f]{6}$/i.test(content.accent) ? content.accent : '#444444'
  const policyUrl = /^https?:\/\/./i.test(content.policyUrl) ? content.policyUrl : ''
  const { title, rejectLabel, acceptLabel, policyLabel } = content
  const words = Object.entries({ title, rejectLabel, acceptLabel, policyLabel })
  const shown = Object.fromEntries(words.map(([name, text]) => [name, text.trim() || '…']))
  return { ...content, ...shown, accent, policyUrl }
}
