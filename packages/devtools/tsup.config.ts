import { library } from '../../tsup.base'

// The panel has lit in it, as pages get it: pages that run without a bundler, or load CommonJS, need nothing else, and
// a page's own lit is not met by a second one.
export default library(['src/index.ts', 'src/panel/index.ts'], {
  noExternal: [/^@?lit/],
  esbuildOptions(options) {
    options.conditions = ['browser', ...(options.conditions ?? [])]
  },
})
