/** Chooses what happens next. An event that finds nothing to happen to gives way to a plain validation. */
import type { EventContext } from './event.ts'
import { activate, changeSeats, releaseSeat, validate } from './usage-events.ts'
import { convertTrial, expireOverdue, renew, startTrial } from './billing-events.ts'
import { changeRevenue, seeUser } from './people-events.ts'

const events = {
  validate,
  activate,
  releaseSeat,
  changeSeats,
  startTrial,
  convertTrial,
  renew,
  seeUser,
  changeRevenue,
}

/** How often each one comes, of 1,000. */
const weights: Readonly<Record<keyof typeof events, number>> = {
  validate: 660,
  activate: 110,
  releaseSeat: 90,
  changeSeats: 40,
  startTrial: 20,
  convertTrial: 15,
  renew: 15,
  seeUser: 30,
  changeRevenue: 20,
}

/** Makes one event happen; licenses past their end expire first. */
export function happen(context: EventContext): void {
  if (context.random.chance(0.2) && expireOverdue(context)) return
  if (!events[context.random.weighted(weights)](context)) validate(context)
}
