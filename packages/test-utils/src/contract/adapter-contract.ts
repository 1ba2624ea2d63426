/** What any adapter does, described once: each adapter's tests run all of it. */
import { describe, it } from 'vitest'
import { asking } from './asking'
import { changing } from './changing'
import type { Facts } from './contract-case'
import { leaving } from './leaving'
import type { Mount } from './mount'
import { mutating } from './mutating'
import { overviews } from './overviews'
import { reading } from './reading'
import { play } from './stage'

/** The facts of the contract, by group. */
export const contract: Readonly<Record<string, Facts>> = {
  reading,
  asking,
  mutating,
  changing,
  leaving,
  overviews,
}

/** Tests that an adapter keeps the contract. */
export function adapterContract(name: string, mount: Mount): void {
  for (const [group, facts] of Object.entries(contract)) {
    describe(`G5 the adapter contract, ${name}: ${group}`, () => {
      for (const [fact, run] of Object.entries(facts)) it(`${fact}`, () => play(run, mount))
    })
  }
}
