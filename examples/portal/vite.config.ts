import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** Where the example server listens; only the development server asks it across ports. */
const api = process.env['API_URL'] ?? 'http://127.0.0.1:4173'

export default defineConfig({
  // Below whatever address it is served.
  base: './',
  plugins: [
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'freshness-indicator' } } }),
  ],
  // The workspace's packages from source, so that the example needs no build of theirs.
  resolve: { conditions: ['@freshline/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2022',
    // From these on `light-dark()` needs no stand-in.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // The page's content security policy allows no data: addresses for fonts and scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What others wrote changes seldom, and stays in the browser's cache when the portal changes.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'vendor', test: /node_modules(?!.*[\\/]@?lit)/ }] } },
    },
  },
  server: { port: 5174, proxy: { '/api': { target: api, changeOrigin: true } } },
})
