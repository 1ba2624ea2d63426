// The same declarations for CommonJS.
import core = require('@freshline/core')
import adapter = require('@freshline/core/adapter')
import delta = require('@freshline/core/delta')
import hydration = require('@freshline/core/hydration')
import shared = require('@freshline/core/shared')
import devtools = require('@freshline/devtools')
import react = require('@freshline/react')
import server = require('@freshline/server')
import vanilla = require('@freshline/vanilla')
import element = require('@freshline/vanilla/element')

const manager: core.DataSyncManager = new core.DataSyncManager()
const state: hydration.DehydratedState = hydration.dehydrate(manager)
const data: readonly string[] | undefined = react.useSync<string[]>('stores').data

export = { adapter, data, delta, devtools, element, server, shared, state, vanilla }
