import { DataSyncManager, fixedEnvironment, type Clock } from '@freshline/core'

export function managerForTests(clock: Clock) {
  const environment = fixedEnvironment({ visible: true, online: true })
  return { manager: new DataSyncManager({ clock, environment }), environment }
}
