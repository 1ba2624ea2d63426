/** What became of each webhook that was sent: the audit log. Neither bodies nor signatures nor secrets get into it. */

/** One webhook that was sent. */
export interface WebhookAttempt {
  /** When it came, epoch milliseconds. */
  readonly at: number
  /** What became of it: `accepted`, or the code of the refusal. */
  readonly outcome: string
  /** Status code of the answer. */
  readonly status: number
  /** The message's id as it was sent, cut to 64 characters; undefined where there was none. */
  readonly id: string | undefined
  /** What happened, as the sender names it, cut to 64 characters; only of messages whose signature is right. */
  readonly event: string | undefined
  /** How long the body was, in UTF-16 units; undefined where it was not read. */
  readonly size: number | undefined
  /** How many entries went because of it. */
  readonly invalidated: number | undefined
}

/** Where attempts are recorded. A failure to record is reported, and changes no answer. */
export interface WebhookLog {
  /** Records one. */
  add(attempt: WebhookAttempt): void | Promise<void>
  /** The latest ones, latest first. */
  list(limit: number): readonly WebhookAttempt[] | Promise<readonly WebhookAttempt[]>
}

/**
 * A log in this process's memory. Accepted and refused attempts are bounded apart, so that a flood of forgeries does
 * not wash out what was accepted.
 * @param max most attempts of either kind. Default 500
 */
export function createWebhookLog(max = 500): WebhookLog {
  const accepted: WebhookAttempt[] = []
  const refused: WebhookAttempt[] = []
  return {
    add(attempt) {
      const list = attempt.outcome === 'accepted' ? accepted : refused
      list.push(attempt)
      if (list.length > max) list.shift()
    },
    list: (limit) => [...accepted, ...refused].sort((a, b) => b.at - a.at).slice(0, limit),
  }
}
