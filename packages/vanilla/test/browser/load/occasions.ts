/** What the main thread is measured at. */

/** The occasion that is no library's doing. */
export const CONTROL = 'load of the same page without a library'
