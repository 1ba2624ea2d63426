/** Why a request was made, as people say it. Pure. */

/** The manager's reasons for a request, as people say them. */
const REASONS: Readonly<Record<string, string>> = {
  poll: 'its interval was over',
  registered: 'it was registered and nothing fresh was held',
  refresh: 'somebody called refresh()',
  invalidated: 'it was invalidated',
  removed: 'its data was removed from the cache',
  superseded: 'the answer before was overtaken by something newer',
  prefetch: 'somebody called prefetch()',
  stale: 'it became stale (refreshOnStale)',
  visible: 'the page was shown again',
  online: 'the network came back',
  focus: 'the window got the focus back',
  wake: 'the machine woke up',
}

/** The words for a manager's reason; they follow on from “because”. */
export function reasonWords(reason: string | undefined): string {
  return REASONS[reason ?? ''] ?? reason ?? 'no reason was given'
}
