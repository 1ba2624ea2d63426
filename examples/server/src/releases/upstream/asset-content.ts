/**
 * What can be downloaded: sample bytes, the same for a name every time, so that sizes and checksums are true. The first
 * line says what they are, as nobody should try to install them.
 */
import { createCipheriv, createHash } from 'node:crypto'

const KIB = 1024

/** The bytes of an asset. */
export function assetContent(name: string): Buffer {
  const seed = createHash('sha256').update(name).digest()
  const size = 240 * KIB + (seed.readUInt32BE(0) % (600 * KIB))
  const stream = createCipheriv('aes-128-ctr', seed.subarray(0, 16), seed.subarray(16))
  const bytes = stream.update(Buffer.alloc(size))
  bytes.write(`Sample data of Freshline's example server, not a program: ${name}\n`)
  return bytes
}

/** The checksum as the upstream tells it: `sha256:` and 64 digits. */
export function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}
