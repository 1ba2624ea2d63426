// In the mutation tests a property is asked less often, and one that fails has said enough: no smaller example is looked
// for. What is noticed with fewer examples is noticed with all.
import { configureGlobal } from 'fast-check'

configureGlobal({ numRuns: 30, endOnFailure: true })
