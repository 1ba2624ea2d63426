/** Requests under way that others may join: one request, and for each who asked a Response and an abort of its own. */

/**
 * Makes the Response for one of those who asked; `isLast` for the one that may take the original. `undefined`
 * where the answer may be used only once: whoever gets that has to ask for itself.
 */
export type Give = (signal: AbortSignal | undefined, isLast: boolean) => Response | undefined

interface Passenger {
  readonly signal: AbortSignal | undefined
  readonly resolve: (response: Response | undefined) => void
  readonly reject: (error: unknown) => void
  readonly leave: () => void
}

interface Flight {
  readonly passengers: Set<Passenger>
  readonly controller: AbortController
}

/** Requests under way by what they ask for. */
export type Flights = Map<string, Flight>

/**
 * Joins the request under way for `id`, or begins it. It is aborted once all who asked have left.
 * @returns (resolves with) a Response, or `undefined` where the answer cannot be shared
 */
export function join(
  flights: Flights,
  id: string,
  signal: AbortSignal | undefined,
  begin: (signal: AbortSignal) => Promise<Give>,
): Promise<Response | undefined> {
  const flight = flights.get(id) ?? start(flights, id, begin)
  const { passengers, controller } = flight
  return new Promise<Response | undefined>((resolve, reject) => {
    const passenger = { signal, resolve, reject, leave }
    function leave() {
      passengers.delete(passenger)
      reject(signal?.reason)
      if (passengers.size > 0) return
      if (flights.get(id) === flight) flights.delete(id)
      controller.abort(signal?.reason)
    }
    passengers.add(passenger)
    signal?.addEventListener('abort', leave)
  })
}

function start(flights: Flights, id: string, begin: (signal: AbortSignal) => Promise<Give>): Flight {
  const controller = new AbortController()
  const passengers = new Set<Passenger>()
  const flight: Flight = { passengers, controller }
  flights.set(id, flight)
  const land = (settle: (passenger: Passenger, isLast: boolean) => void) => {
    if (flights.get(id) === flight) flights.delete(id)
    // The first to ask is served last: it takes the original, of which the others get copies.
    const all = [...passengers].reverse()
    for (const passenger of all) {
      passenger.signal?.removeEventListener('abort', passenger.leave)
      try {
        settle(passenger, passenger === all.at(-1))
      } catch (error) {
        passenger.reject(error)
      }
    }
  }
  begin(controller.signal).then(
    (give) => land(({ resolve, signal }, isLast) => resolve(give(signal, isLast))),
    (error: unknown) => land(({ reject }) => reject(error)),
  )
  return flight
}
