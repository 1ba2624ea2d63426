/** The form: fields follow the editor, and the editor follows the fields. */
import { bindAttribute, bindText } from '@freshline/vanilla'
import { directionOf } from '../banner/direction'
import { byId, make } from './elements'
import type { Editor, FieldName } from './editor'

const names: readonly FieldName[] = [
  'title',
  'text',
  'rejectLabel',
  'acceptLabel',
  'policyLabel',
  'policyUrl',
  'language',
  'position',
  'theme',
  'accent',
]

/** Fields that hold words of the banner's language. */
const written: readonly FieldName[] = ['title', 'text', 'rejectLabel', 'acceptLabel', 'policyLabel']

/** Languages that are offered; the server takes any tag. */
const languages = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'da',
  'sv',
  'pl',
  'tr',
  'ar',
  'he',
  'fa',
  'ja',
  'zh',
]

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** Ties the form to an editor. */
export function connectForm(editor: Editor): void {
  offerLanguages(byId('language', HTMLSelectElement))
  for (const name of names) connectField(editor, name, byId(name, HTMLElement) as Control)
  connectPicker(editor)
  for (const name of written) {
    bindAttribute(byId(name, HTMLElement), 'lang', editor, ({ content }) => content?.language)
    bindAttribute(
      byId(name, HTMLElement),
      'dir',
      editor,
      ({ content }) => content && directionOf(content.language),
    )
  }
  const fields = byId('fields', HTMLFieldSetElement)
  editor.subscribe(({ content }) => {
    fields.disabled = content === undefined
  })
}

/** Puts the focus into the first field that something is wrong with. */
export function focusProblem(editor: Editor): void {
  const { problems } = editor.get()
  const wrong = names.find((name) => problems[name] !== undefined)
  if (wrong) byId(wrong, HTMLElement).focus()
}

function connectField(editor: Editor, name: FieldName, control: Control): void {
  const problem = make('p', 'problem')
  problem.id = `${name}-problem`
  control.closest('.field')?.append(problem)
  const hint = document.getElementById(`${name}-hint`)?.id
  bindText(problem, editor, ({ problems }) => problems[name])
  bindAttribute(control, 'aria-invalid', editor, ({ problems }) => problems[name] !== undefined && 'true')
  bindAttribute(control, 'aria-describedby', editor, ({ problems }) => {
    const described = [hint, problems[name] === undefined ? undefined : problem.id]
    return described.filter(Boolean).join(' ') || null
  })
  editor.subscribe(({ content }) => {
    if (!content || control.value === content[name]) return
    if (control instanceof HTMLSelectElement) offer(control, content[name])
    control.value = content[name]
  })
  control.addEventListener('input', () => editor.edit(name, control.value))
}

/** The picker shows what can be shown of the text beside it. */
function connectPicker(editor: Editor): void {
  const picker = byId('accent-picker', HTMLInputElement)
  picker.addEventListener('input', () => editor.edit('accent', picker.value))
  editor.subscribe(({ content }) => {
    if (content && /^#[\da-f]{6}$/i.test(content.accent)) picker.value = content.accent
  })
}

function offerLanguages(select: HTMLSelectElement): void {
  for (const tag of languages) offer(select, tag)
}

/** Adds a choice that the list lacks. */
function offer(select: HTMLSelectElement, value: string): void {
  if ([...select.options].some((option) => option.value === value)) return
  const option = make('option', '', nameOf(value))
  option.value = value
  select.append(option)
}

const displayNames = new Intl.DisplayNames('en', { type: 'language' })

function nameOf(tag: string): string {
  try {
    return displayNames.of(tag) ?? tag
  } catch {
    return tag
  }
}
