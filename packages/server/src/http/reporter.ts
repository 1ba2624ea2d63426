/** Tells failures to whoever runs the server; telling never fails. */

/** Makes a reporter of an `onError` option; one that throws is told to the console, together with what it was told. */
export function createReporter(onError: ((error: unknown) => unknown) | undefined): (error: unknown) => void {
  const tell = onError ?? ((error) => console.error('[Freshline]', error))
  return (error) => {
    void (async () => tell(error))().catch((failure: unknown) => {
      console.error('[Freshline] onError threw', failure, 'when told', error)
    })
  }
}
