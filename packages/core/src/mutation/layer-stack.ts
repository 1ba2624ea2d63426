/**
 * Optimistic layers of one key. What is held stays as it was; what is shown is what the layers make of it.
 * A layer whose mutation succeeded becomes part of what is held, once those below it are settled; one whose
 * mutation failed goes, and takes nothing else with it.
 */
import type { Version } from '../base/outcome'
import { compareVersions, metaOf, type Engine, type Entry } from '../sync'

/** One optimistic update. */
export interface Layer {
  readonly update: (data: unknown) => unknown
  isSettled: boolean
  /** The version that its mutation made, where the server said so. */
  version: Version | undefined
}

const stacks = new WeakMap<Entry, LayerStack>()

/** The layers of an entry. */
export function layersOf(engine: Engine, entry: Entry): LayerStack {
  let stack = stacks.get(entry)
  // What was under way when everything was reset is over, and does not come back.
  if (stack?.generation !== engine.store.generation)
    stacks.set(entry, (stack = new LayerStack(engine, entry)))
  return stack
}

export class LayerStack {
  readonly #engine: Engine
  readonly #entry: Entry
  readonly generation: number
  #layers: Layer[] = []

  constructor(engine: Engine, entry: Entry) {
    this.generation = engine.store.generation
    this.#engine = engine
    this.#entry = entry
  }

  get key(): string {
    return this.#entry.key
  }

  add(update: (data: unknown) => unknown): Layer {
    const layer: Layer = { update, isSettled: false, version: undefined }
    this.#layers.push(layer)
    this.#show()
    return layer
  }

  /** The mutation succeeded: the layer is to stay. */
  settle(layer: Layer, version: Version | undefined): void {
    layer.isSettled = true
    layer.version = version
    this.#show()
  }

  /** The mutation failed, or its answer says it better: the layer goes. Those above may wait for that answer. */
  drop(layer: Layer, wait?: boolean): void {
    // Everything was reset since, perhaps by another manager of the same cache: no layer stays.
    const isOwn = this.generation === this.#engine.store.generation
    this.#layers = isOwn ? this.#layers.filter((each) => each !== layer) : []
    this.#show(wait)
  }

  /** Settled layers at the bottom become part of what is held, as a write of now: older answers are refused. */
  #fold(): void {
    const { store } = this.#engine
    for (let bottom; (bottom = this.#layers[0])?.isSettled;) {
      this.#layers.shift()
      const record = store.held(this.key)
      const data = this.#run(bottom, record?.value)
      if (data === undefined) continue
      const { version, body } = metaOf(record)
      store.write(this.key, data, {
        started: ++store.sequence,
        life: record?.life ?? this.#entry.policy,
        // Nobody has confirmed it: it is not fresh for longer than what it was made of.
        freshFor: record ? Math.max(0, record.expires - this.#engine.now()) : 0,
        // The mark says what the server's last answer was, whatever has been made of it here.
        meta: { source: 'optimistic', version, body },
      })
    }
  }

  readonly #project = (held: unknown): unknown =>
    this.#layers.reduce((data, layer) => this.#run(layer, data), held)

  #show(wait?: boolean): void {
    const entry = this.#entry
    if (!wait) this.#fold()
    if (this.#layers.length > 0) entry.project = this.#project
    else if (entry.project === this.#project) entry.project = undefined
    else return
    this.#engine.show(entry, false)
    this.#engine.touch(entry)
  }

  #run(layer: Layer, data: unknown): unknown {
    const { records } = this.#engine.store
    // What is held is of its version, or newer: it holds the update already.
    if ((compareVersions(metaOf(records.get(this.key)).version, layer.version) ?? -1) >= 0) return data
    return this.#engine.guard(`optimistic update of ${this.key}`, data, () => layer.update(data))
  }
}
