// webpack 5 with the oldest React that is supported; warnings count as errors.
const { readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')

const output = join(__dirname, 'dist')

const page = {
  apply(compiler) {
    compiler.hooks.done.tap('page', (stats) => {
      if (stats.hasErrors() || stats.hasWarnings()) process.exitCode = 1
      const html = readFileSync(join(__dirname, 'index.html'), 'utf8')
      writeFileSync(join(output, 'index.html'), html.replace('/src/main.tsx', '/main.js'))
    })
  },
}

module.exports = {
  mode: 'production',
  entry: './src/main.tsx',
  output: { path: output, filename: 'main.js' },
  resolve: { extensions: ['.tsx', '.ts', '.js'] },
  module: {
    rules: [{ test: /\.tsx?$/, loader: 'esbuild-loader', options: { target: 'es2022', jsx: 'automatic' } }],
  },
  performance: { hints: false },
  stats: 'errors-warnings',
  plugins: [page],
}
