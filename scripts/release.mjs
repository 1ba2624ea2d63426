// `npm run release`: installs what is missing, then publishes; `-- --dry-run` only shows what would be published.
import { install, runOnPinnedNode } from './bootstrap.mjs'

await install()
process.exitCode = await runOnPinnedNode('publish.mjs', process.argv.slice(2))
