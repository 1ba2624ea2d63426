/** Tells failures to whoever runs the server; telling never fails. */

/** Makes a reporter of an `onError` option; one that throws is told to the console, together with what it was told. */
export function createReporter(tell: ((error: unknown) => unknown) | undefined): (error: unknown) => void {
  return (error) => void deliver(tell ?? toConsole, error)
}

async function deliver(tell: (error: unknown) => unknown, error: unknown): Promise<void> {
  try {
    await tell(error)
  } catch (failure) {
    console.error('[Freshline] onError threw', failure, 'when told', error)
  }
}

function toConsole(error: unknown): void {
  console.error('[Freshline]', error)
}
