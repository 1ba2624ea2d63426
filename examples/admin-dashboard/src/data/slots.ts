/** A rolling window of samples, laid into slots of equal length: charts stand still while they fill. Pure. */

/** Something that was known at a time. */
export interface Sample {
  /** Epoch milliseconds. */
  readonly at: number
}

/** How a window is laid out. */
export interface Layout {
  /** Length of a slot, in milliseconds. */
  readonly slot: number
  /** How many slots there are. */
  readonly count: number
}

/** With one more sample; those that no slot shows any more are gone. */
export function remember<S extends Sample>(
  samples: readonly S[],
  sample: S,
  { slot, count }: Layout,
): readonly S[] {
  const oldest = sample.at - slot * (count + 1)
  return [...samples.filter(({ at }) => at > oldest && at < sample.at), sample]
}

/** The times of the slots and what was known in each; the last slot is that of the newest sample. */
export interface Slots<S> {
  readonly times: readonly number[]
  readonly samples: readonly (S | undefined)[]
}

/** Lays samples into slots; of several in one slot the newest counts. */
export function toSlots<S extends Sample>(samples: readonly S[], { slot, count }: Layout): Slots<S> {
  const end = samples.at(-1)?.at ?? 0
  const laid = new Array<S | undefined>(count).fill(undefined)
  for (const sample of samples) {
    const place = count - 1 - Math.round((end - sample.at) / slot)
    if (place >= 0) laid[place] = sample
  }
  const times = laid.map((sample, place) => sample?.at ?? end - (count - 1 - place) * slot)
  return { times, samples: laid }
}

/** How much a counter grew; one that fell belongs to a server that was started anew. */
export function grown(before: number, after: number): number {
  return after >= before ? after - before : after
}
