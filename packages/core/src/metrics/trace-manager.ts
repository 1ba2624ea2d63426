/** The door to a manager's trace. */
import { checkFunction } from '../base/check'
import { OptionError } from '../base/option-error'
import { engineOf, type DataSyncManager } from '../manager'
import { Tracer, type TraceListener } from './tracer'

const tracers = /* @__PURE__ */ new WeakMap<DataSyncManager, Tracer>()

/**
 * Tells, record by record, what a manager asks for and why, what becomes of it, and what it saves. The listener is
 * called in the middle of the manager's work, so it should only take note; what it throws is reported. Answers how to
 * stop. While nobody traces, a manager spends nothing on it.
 *
 * @example
 * const off = traceManager(manager, (record) => {
 *   if (record.type === 'ended') console.log(record.key, record.reason, record.outcome, record.duration)
 * })
 *
 * @throws OptionError for a manager or a listener that is none
 */
export function traceManager(manager: DataSyncManager, listener: TraceListener): () => void {
  checkFunction('listener', listener)
  const engine = engineOf(manager)
  if (!engine) throw new OptionError('manager', manager, 'a DataSyncManager')
  if (engine.isDisposed) return () => {}
  let tracer = tracers.get(manager)
  if (!tracer || engine.trace !== tracer) tracers.set(manager, (tracer = new Tracer(manager, engine)))
  const own: TraceListener = (record) => listener(record)
  const { listeners } = tracer
  listeners.add(own)
  return () => {
    if (listeners.delete(own) && listeners.size === 0) tracer.stop()
  }
}
