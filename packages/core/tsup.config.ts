import { library } from '../../tsup.base'
import internalNames from './internal-names.json'

export default library(
  [
    'src/index.ts',
    'src/shared/index.ts',
    'src/adapter/index.ts',
    'src/delta/index.ts',
    'src/hydration/index.ts',
    'src/metrics/index.ts',
  ],
  {
    // Members that no type and no user knows get short names, as no bundler of a user may give them.
    esbuildOptions(options) {
      options.mangleProps = new RegExp(`^(${internalNames.join('|')})$`)
    },
  },
)
