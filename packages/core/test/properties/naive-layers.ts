/** What one key should show while mutations overlap: a base, and all layers on top of it, replayed every time. */

/** What is held, without what layers make of it. */
export interface Base {
  readonly data: string
  readonly version: number | undefined
  readonly source: 'manual' | 'optimistic' | 'network'
  readonly updatedAt: number
  expiresAt: number
  /** How long a later answer is fresh: nothing, where the first that was held was what a mutation expected. */
  readonly ttl: number
  /** When it, or what it stands for, was written in place of a newer version that is known; 0: it was not. */
  readonly behindAt: number
}

/** One optimistic update. */
export interface NaiveLayer {
  readonly update: (data: string | undefined) => string | undefined
  isSettled: boolean
  version: number | undefined
}

/** How long what is set by hand, or committed, is fresh where nobody says more. */
const TTL = 300_000

export class NaiveLayers {
  base: Base | undefined
  layers: NaiveLayer[] = []
  /** Whether it was there before anybody who looks now, and nothing happened to it since. */
  isCached = false
  /** The least version that is good. */
  floor = -1

  /** What is on screen. */
  shown(now: number) {
    const { base, layers } = this
    const made = layers.reduce((before: string | undefined, layer) => this.#apply(layer, before), base?.data)
    // Layers that make nothing change nothing.
    const data = made ?? base?.data
    if (data === undefined) return { status: 'pending', data, freshness: 'empty' }
    const source =
      layers.length > 0 && made !== undefined ? 'optimistic' : this.isCached ? 'cache' : base?.source
    const freshness = base && now < base.expiresAt ? 'fresh' : 'stale'
    const shown = { status: 'success', data, freshness, source }
    return base
      ? { ...shown, updatedAt: base.updatedAt, expiresAt: base.expiresAt, version: base.version }
      : shown
  }

  /** Data from outside; older than what is held, it is refused. Of an old version, or invalidated since, it is stale. */
  write(
    data: string,
    said: number | undefined,
    source: Base['source'],
    now: number,
    at: number,
    isOutdated = false,
  ): void {
    const version = said ?? this.base?.version
    if (said !== undefined && this.base?.version !== undefined && said < this.base.version) return
    this.isCached = false
    const isBehind = version !== undefined && version < this.floor
    const behindAt = isBehind ? at : isOutdated ? (this.base?.behindAt ?? 0) : 0
    const ttl = source === 'manual' ? TTL : (this.base?.ttl ?? TTL)
    const expiresAt = isBehind || isOutdated ? now : now + ttl
    this.base = { data, version, source, updatedAt: now, expiresAt, ttl, behindAt }
  }

  invalidate(now: number): void {
    if (this.base) this.base.expiresAt = Math.min(this.base.expiresAt, now)
  }

  drop(layer: NaiveLayer | undefined, now: number): void {
    this.layers = this.layers.filter((each) => each !== layer)
    this.#fold(now)
  }

  settle(layer: NaiveLayer, version: number | undefined, now: number): void {
    layer.isSettled = true
    layer.version = version
    this.#fold(now)
  }

  /** A layer that waits for none below it is held from now on, no fresher than what it was made of. */
  #fold(now: number): void {
    for (let bottom; (bottom = this.layers[0])?.isSettled; this.layers.shift()) {
      const data = this.#apply(bottom, this.base?.data)
      if (data === undefined) continue
      const expiresAt = Math.max(now, this.base?.expiresAt ?? now)
      const { version, ttl = 0 } = this.base ?? {}
      this.base = { data, version, source: 'optimistic', updatedAt: now, expiresAt, ttl, behindAt: 0 }
    }
  }

  /** What is held may be of a layer's version, or a later one: it is in it already. */
  #apply({ update, version }: NaiveLayer, data: string | undefined): string | undefined {
    const held = this.base?.version
    if (version !== undefined && held !== undefined && held >= version) return data
    try {
      return update(data)
    } catch {
      return data
    }
  }
}
