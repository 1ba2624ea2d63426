/** A fact that holds for every adapter, and how it is tried. */
import type { Stage } from './stage'

/** Facts by their names, in the present tense. */
export type Facts = Readonly<Record<string, (stage: Stage) => Promise<void>>>
