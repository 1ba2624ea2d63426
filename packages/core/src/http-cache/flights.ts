/** Requests under way that others may join: one request, and for each who asked a Response and an abort of its own. */

/**
 * Makes the Response for one of those who asked; `isLast` for the one that may take the original. `undefined`
 * where the answer may be used only once: whoever gets that has to ask for itself.
 */
export type Give = (signal: AbortSignal | undefined, isLast: boolean) => Response | undefined

/** A request under way: how many wait for its answer, the answer, and its end. */
export interface Flight {
  riders: number
  readonly give: Promise<Give>
  readonly controller: AbortController
}

/**
 * Joins the request under way for `id`, or begins it. It is aborted once all who asked have left.
 * @returns (resolves with) a Response, or `undefined` where the answer cannot be shared
 */
export function ride(
  flights: Map<string, Flight>,
  id: string,
  signal: AbortSignal | undefined,
  begin: (signal: AbortSignal) => Promise<Give>,
): Promise<Response | undefined> {
  const flight = flights.get(id) ?? start()
  flight.riders++
  return new Promise<Response | undefined>((resolve, reject) => {
    signal?.addEventListener('abort', leave)
    flight.give
      // Nobody reads a body before all have theirs: it is the last to be served who takes the original.
      .then((give) => signal?.aborted || resolve(give(signal, --flight.riders === 0)))
      .catch(reject)
      .finally(() => signal?.removeEventListener('abort', leave))
    function leave() {
      reject(signal?.reason)
      if (--flight.riders === 0) {
        flights.delete(id)
        flight.controller.abort(signal?.reason)
      }
    }
  })

  function start(): Flight {
    const controller = new AbortController()
    const give = begin(controller.signal).finally(() => flights.delete(id))
    const started = { riders: 0, give, controller }
    flights.set(id, started)
    return started
  }
}
