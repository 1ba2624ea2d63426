// Entry point `@freshline/test-utils/browser`: a real Chromium for tests of what a page is.
export { axeEverywhere, axeViolations } from './axe'
export { findChromium } from './find-chromium'
export { scriptTasks } from './script-tasks'
export { SERVER_GONE } from './server-gone'
export { openBrowser, type TestBrowser } from './open-browser'
