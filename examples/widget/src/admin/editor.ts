/**
 * What is being edited, and what it stands on. Knows no element. Edits are kept apart from the draft they were made on,
 * so that neither a poll nor a colleague's save can take them away.
 */
import type { BannerContent, ConsentState } from '@freshline/example-server/api-types'

/** The name of a field. */
export type FieldName = keyof BannerContent

/** What is shown of the editor. */
export interface EditorState {
  /** The newest that is known of the server; undefined before the first answer. */
  readonly server: ConsentState | undefined
  /** The content as it is being edited. */
  readonly content: BannerContent | undefined
  /** The revision that a write has to name. */
  readonly revision: number
  /** Whether something is not saved. */
  readonly isDirty: boolean
  /** What is wrong, by field. */
  readonly problems: Readonly<Partial<Record<FieldName, string>>>
  /** Whether somebody else has saved another draft since. */
  readonly hasConflict: boolean
}

/** The editor of one banner. */
export class Editor {
  #base: ConsentState | undefined
  #server: ConsentState | undefined
  #edits: Partial<BannerContent> = {}
  #problems: Partial<Record<FieldName, string>> = {}
  #state: EditorState | undefined
  readonly #listeners = new Set<(state: EditorState) => void>()

  /** How it stands; the same object until something changes. */
  get(): EditorState {
    const { draft } = this.#base ?? {}
    return (this.#state ??= {
      server: this.#server,
      content: draft && { ...draft, ...this.#edits },
      revision: this.#base?.revision ?? 0,
      isDirty: Object.keys(this.#edits).length > 0,
      problems: this.#problems,
      hasConflict: this.#server !== this.#base,
    })
  }

  /** Calls back now and after each change; the contract that bindings take. */
  subscribe(run: (state: EditorState) => void): () => void {
    const own = (state: EditorState): void => run(state)
    this.#listeners.add(own)
    own(this.get())
    return () => void this.#listeners.delete(own)
  }

  /** Takes what the server has now. Edits stay, on what they were made on where the two would collide. */
  receive(server: ConsentState): void {
    if (this.#server && server.revision < this.#server.revision) return
    this.#server = server
    const isSameDraft = this.#base !== undefined && isSame(server.draft, this.#base.draft)
    if (isSameDraft || Object.keys(this.#edits).length === 0) this.#base = server
    this.#tell()
  }

  /** Changes a field. What is again as it was is no edit. */
  edit(name: FieldName, value: string): void {
    if (!this.#base) return
    const { [name]: _, ...problems } = this.#problems
    this.#problems = problems
    const { [name]: __, ...others } = this.#edits
    this.#edits = value === this.#base.draft[name] ? others : { ...others, [name]: value }
    this.#tell()
  }

  /** The server has taken `sent`: what was typed meanwhile stays an edit. */
  saved(sent: BannerContent, server: ConsentState): void {
    const later = Object.entries(this.#edits).filter(([name, value]) => sent[name as FieldName] !== value)
    this.#edits = Object.fromEntries(later)
    this.#problems = {}
    this.#base = server
    if (!this.#server || this.#server.revision <= server.revision) this.#server = server
    if (later.length === 0) this.#base = this.#server
    this.#tell()
  }

  /** Shows what the server found wrong. */
  refuse(problems: Readonly<Record<string, string>>): void {
    this.#problems = { ...problems }
    this.#tell()
  }

  /** Drops all edits, for the newest draft. */
  discard(): void {
    this.#edits = {}
    this.#problems = {}
    this.#base = this.#server
    this.#tell()
  }

  /** Puts the edits on the newest draft, whatever it says of the same fields. */
  keepMine(): void {
    this.#base = this.#server
    const { draft } = this.#base ?? {}
    const still = Object.entries(this.#edits).filter(([name, value]) => draft?.[name as FieldName] !== value)
    this.#edits = Object.fromEntries(still)
    this.#tell()
  }

  #tell(): void {
    this.#state = undefined
    const state = this.get()
    for (const listener of [...this.#listeners]) listener(state)
  }
}

/** Whether two contents say the same. */
function isSame(one: BannerContent, other: BannerContent): boolean {
  return (Object.keys(one) as FieldName[]).every((name) => one[name] === other[name])
}
