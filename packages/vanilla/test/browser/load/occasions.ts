/** What the main thread is measured at. */

/** A page that is loaded to measure its load. */
export interface Load {
  /** Its name on the server, and that of its script. */
  readonly page: string
  readonly script: string
  /** The load of the same page without the library, which is no library's doing. */
  readonly without?: string
}

/** What is loaded, by what is said of it. */
export const LOADS: Readonly<Record<string, Load>> = {
  'without a library': { page: 'control', script: '/control.js' },
  'with bindings': { page: 'page-vanilla', script: '/page-vanilla.js', without: 'without a library' },
  'React without a library': { page: 'control-react', script: '/control-react.js' },
  'React with `useSync`': {
    page: 'page-react',
    script: '/page-react.js',
    without: 'React without a library',
  },
  'with bindings, one key only': { page: 'single', script: '/page-vanilla.js' },
}

/** The middle one of some numbers. */
export const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN
