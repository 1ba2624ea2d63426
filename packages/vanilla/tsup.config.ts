import { library } from '../../tsup.base'

export default library(['src/index.ts', 'src/element/index.ts', 'src/element/define.ts'], {
  onSuccess: 'node scripts/build-script.mjs',
})
