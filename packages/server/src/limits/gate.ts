/** How many at once. */

/** Lets so many in, and no more. */
export interface Gate {
  /** Answers what must be called once on leaving (further calls do nothing), or undefined where there is no room. */
  enter(): (() => void) | undefined
  /** How many are in. */
  readonly inside: number
}

/** Makes a gate for `max` at once. Nobody waits at it: whoever finds no room is told to come again. */
export function createGate(max: number): Gate {
  let inside = 0
  return {
    get inside() {
      return inside
    },
    enter() {
      if (inside >= max) return undefined
      inside++
      let left = false
      return () => {
        if (left) return
        left = true
        inside--
      }
    },
  }
}
