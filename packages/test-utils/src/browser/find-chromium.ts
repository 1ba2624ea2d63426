// Finds a Chromium that is installed on this machine; it never downloads or installs one. Free of imports from
// other files, because scripts run it by Node's type stripping.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

const macPaths = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const windowsFolders = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData']

/**
 * The path of a Chromium or Chrome, or undefined when there is none. `CHROMIUM_PATH` in the environment wins,
 * and is then the only place looked at.
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment['CHROMIUM_PATH']
  if (named) return isExecutable(named) ? named : undefined
  return candidates(environment).find(isExecutable)
}

function candidates(environment: NodeJS.ProcessEnv): string[] {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean)
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command)))
  if (process.platform === 'darwin') return [...onPath, ...macPaths]
  if (process.platform !== 'win32') return onPath
  return windowsFolders
    .map((name) => environment[name])
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
