/** Checks the signature of a webhook (Standard Webhooks 1.0). */
import { OptionError } from '@freshline/core/shared'
import { Webhook } from 'standardwebhooks'
import { isSameSecret } from '../http/same-secret'

/** What a webhook's headers say, once they are believed. */
export interface SignedMessage {
  /** The message's identity; a repetition has the same. */
  readonly id: string
  /** When it was sent, epoch milliseconds. */
  readonly sentAt: number
}

/** Why a webhook is not believed. */
export type SignatureFault = 'missing_headers' | 'stale_timestamp' | 'bad_signature'

/** Checks a text and its headers at a time in epoch milliseconds. */
export type CheckSignature = (
  headers: Headers,
  text: string,
  now: number,
) => Promise<SignedMessage | SignatureFault>

/** Each signature that is sent costs work. */
const MAX_SIGNATURES = 20

/**
 * Makes a check. The library signs; comparing is done here, in a time that tells nothing, and so is the time, by the
 * server's clock instead of the machine's.
 * @param secret one, or several of which any may have signed; `whsec_` and Base64
 * @param tolerance how far the sender's time may be off, in milliseconds, in either direction
 * @throws OptionError for a secret that is none; its text is not shown
 */
export function createSignatureCheck(secret: string | readonly string[], tolerance: number): CheckSignature {
  const secrets: readonly unknown[] = Array.isArray(secret) ? secret : [secret]
  if (secrets.length === 0) throw badSecret()
  const signers = secrets.map(toSigner)
  return async (headers, text, now) => {
    const id = headers.get('webhook-id') ?? ''
    const timestamp = headers.get('webhook-timestamp') ?? ''
    const signatures = (headers.get('webhook-signature') ?? '')
      .split(' ')
      .filter((one) => one.startsWith('v1,'))
    // What is signed is the number, so it must be written in the one way that the library writes it.
    if (!/^[\x21-\x7e]{1,256}$/.test(id) || !/^(0|[1-9]\d{0,11})$/.test(timestamp) || signatures.length === 0)
      return 'missing_headers'
    const sentAt = Number(timestamp) * 1_000
    const expected = signers.map((signer) => signer.sign(id, new Date(sentAt), text))
    const matches = await Promise.all(
      signatures.slice(0, MAX_SIGNATURES).flatMap((given) => expected.map((one) => isSameSecret(given, one))),
    )
    if (!matches.includes(true)) return 'bad_signature'
    // Last, so that only who knows the secret learns what time it is here. Seconds, as that is what is sent.
    return Math.abs(Math.floor(now / 1_000) * 1_000 - sentAt) > tolerance ? 'stale_timestamp' : { id, sentAt }
  }
}

/** Fewer bytes can be guessed; `whsec_` alone would be a key that everybody has. */
const LEAST = 16

function toSigner(secret: unknown): Webhook {
  try {
    if (typeof secret === 'string' && atob(secret.replace(/^whsec_/, '')).length >= LEAST)
      return new Webhook(secret)
  } catch {
    // Told below, in words that do not quote it.
  }
  throw badSecret()
}

function badSecret(): OptionError {
  return new OptionError(
    'secret',
    'a value not shown here',
    `Base64 of at least ${LEAST} bytes, with or without whsec_ before it, or several`,
  )
}
