import type { Plugin } from '@freshline/core'

/** Invalidates what a server-sent event names; polls four times less often while the stream is open. */
export const invalidatedBy =
  (stream: EventSource): Plugin =>
  (host) => {
    const heard = ({ data }: MessageEvent<string>) => host.apply({ type: 'invalidate', target: data })
    const onState = () => host.reconsider()
    stream.addEventListener('message', heard)
    stream.addEventListener('open', onState)
    stream.addEventListener('error', onState)
    const off = host.scaleInterval(() => (stream.readyState === EventSource.OPEN ? 4 : 1))
    return () => {
      off()
      stream.close()
    }
  }
