/** The body of a response, up to a bound. */

/** All bytes; or, where there are more than `most`, a response that still has all of them. */
export async function readBytes(
  response: Response,
  most: number,
): Promise<{ readonly bytes: Uint8Array } | { readonly tooLarge: Response }> {
  const { body } = response
  if (!body) return { bytes: new Uint8Array() }
  const announced = Number(response.headers.get('content-length') ?? '')
  if (announced > most) return { tooLarge: response }
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>
  const chunks: Uint8Array[] = []
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value)
    size += next.value.byteLength
    if (size > most) return { tooLarge: new Response(resume(chunks, reader), response) }
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return { bytes }
}

/** What was read already, then the rest, as fast as it is asked for. */
function resume(
  chunks: Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const held = chunks.shift()
      if (held) return controller.enqueue(held)
      const next = await reader.read()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
