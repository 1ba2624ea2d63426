// Why a bar is missed, by the id of its row (bars.mjs): what the time or memory goes to, and what that buys. Shown beside
// the figure where the bar is missed; `pnpm bench` names the missed ones that have none.

/** @type {Record<string, string>} */
export const reasons = {}
