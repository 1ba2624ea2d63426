// In the mutation tests a property that fails has said enough: no smaller example is looked for.
import { configureGlobal } from 'fast-check'

configureGlobal({ endOnFailure: true })
