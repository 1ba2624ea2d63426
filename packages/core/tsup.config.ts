import { library } from '../../tsup.base'

export default library([
  'src/index.ts',
  'src/shared/index.ts',
  'src/adapter/index.ts',
  'src/delta/index.ts',
  'src/hydration/index.ts',
  'src/metrics/index.ts',
])
