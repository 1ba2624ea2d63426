/** Keys to canonical text, patterns and targets over them, and the index from a prefix to what begins with it. */
export { hashKey, toEntryKey, type Key, type KeyPart } from './hash-key'
export { compilePattern, isPattern, type CompiledPattern } from './pattern'
export { PrefixIndex } from './prefix-index'
export {
  matchesTarget,
  parseTarget,
  parseTargets,
  type Target,
  type TargetPredicate,
  type TargetSet,
} from './target'
