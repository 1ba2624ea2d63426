import { describe, expect, it } from 'vitest'
import { adapterContract, contract } from './adapter-contract'
import { plainAdapter, type Fault } from './plain-adapter'
import { play } from './stage'

adapterContract('the plain one', plainAdapter())

/** Each fault, and a fact that it breaks; what else it breaks does not matter. */
const faults: Readonly<Record<Fault, string>> = {
  'forgets to leave':
    'a place that leaves aborts its request, is told nothing more, and leaves nothing behind',
  'leaves when told to follow': 'a place moves with its key: the old one is left, the new one loaded',
  'does not follow': 'a null key waits',
  'keeps its first options': 'a switched-off place asks nothing by itself',
  'keeps its first fetcher': 'the newest fetcher, callbacks and selector count',
  'ignores the selector': 'a selection is told only when it changes',
  'tells what it does not read': 'an unchanged answer tells nothing to what reads only data',
  'drops errors': 'an error keeps data on screen beside it',
  'calls stale fresh': 'an answer that an invalidation overtook is never shown as fresh',
  'asks for itself': 'fresh data that is held is shown at once, without a request',
  'shows the earlier call': 'a call is pending, then its data, until it is reset',
  'has a clock of its own': 'ages move by seconds below a minute, and by half minutes above',
  'tells after it has left': 'a call is finished though its place has left',
  'never waits': 'a null key waits',
}

/** The facts that do not hold for an adapter. */
async function broken(fault: Fault): Promise<string[]> {
  const facts: string[] = []
  for (const group of Object.values(contract)) {
    for (const [fact, run] of Object.entries(group)) {
      await play(run, plainAdapter(fault)).catch(() => facts.push(fact))
    }
  }
  return facts
}

describe('the contract bites an adapter that', () => {
  it.each(Object.entries(faults))('%s', async (fault, fact) => {
    expect(await broken(fault as Fault)).toContain(fact)
  })
})
