/** The script build for development: the same under the same name, with the devtools on its default manager. */
import { dataSyncManager } from '@freshline/core'
import { installDevtools } from '@freshline/devtools'
import { claimName } from '../src/script/claim-name'
import { scriptApi } from '../src/script/script-api'

claimName(globalThis, { ...scriptApi, installDevtools })
// Of a script that is loaded twice, or beside another version, the first one is what the page works with.
const taken: unknown = Reflect.get(Reflect.get(globalThis, 'Freshline') as object, 'installDevtools')
if (taken === installDevtools) installDevtools(dataSyncManager, { panel: true })
