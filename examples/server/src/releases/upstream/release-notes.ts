/** What is told of each release: written by hand for those of the demo's past, put together for those that are made up. */

/** A release before it is stored. */
export interface ReleaseDraft {
  tag: string
  name: string
  notes: string
  prerelease: boolean
}

/** A draft with how many days ago it came out, and how often each of its files was downloaded by then. */
export interface PastRelease extends ReleaseDraft {
  daysAgo: number
  downloads: readonly number[]
}

/** Newest first. */
export const pastReleases: readonly PastRelease[] = [
  {
    tag: 'v4.9.0-rc.1',
    name: 'Agent 4.9.0, first candidate',
    prerelease: true,
    daysAgo: 1,
    downloads: [41, 12, 33, 9, 6],
    notes: `For test machines only. Please report what you find before the end of the month.

## New
- Licenses can be moved between machines without calling support
- \`agent doctor\` checks clock, proxy and certificate in one go`,
  },
  {
    tag: 'v4.8.2',
    name: 'Agent 4.8.2',
    prerelease: false,
    daysAgo: 5,
    downloads: [18_204, 4_377, 9_912, 2_240, 318],
    notes: `A maintenance release. **Update machines behind a proxy first:** they gain the most.

## Fixed
- Activation no longer fails where the proxy answers with a login page
- Seats are given back when a machine is renamed
- The tray icon shows the right state after sleep

## Changed
- The agent asks for its license every 6 hours instead of every hour
- Certificates of the operating system are used on Linux as well

## For technicians
Run \`agent doctor --report\` and attach the file when you open a ticket. On Windows the service restarts by itself; on Linux use \`systemctl restart keyring-agent\`.`,
  },
  {
    tag: 'v4.8.1',
    name: 'Agent 4.8.1',
    prerelease: false,
    daysAgo: 26,
    downloads: [52_790, 12_806, 28_117, 6_402, 1_004],
    notes: `## Fixed
- A crash at start where the home folder is on a network drive
- Expired trials are told apart from revoked licenses`,
  },
  {
    tag: 'v4.8.0',
    name: 'Agent 4.8.0',
    prerelease: false,
    daysAgo: 47,
    downloads: [61_338, 15_020, 30_481, 7_115, 1_260],
    notes: `## New
- Packages for ARM64 Linux
- Offline activation by file, for machines without a network

## Changed
- Windows Server 2016 is no longer supported`,
  },
  {
    tag: 'v4.7.3',
    name: 'Agent 4.7.3',
    prerelease: false,
    daysAgo: 83,
    downloads: [70_115, 17_233, 33_908, 5_021, 1_377],
    notes: `## Security
- The update channel refuses certificates that are signed with SHA-1`,
  },
  {
    tag: 'v4.7.2',
    name: 'Agent 4.7.2',
    prerelease: false,
    daysAgo: 118,
    downloads: [66_402, 16_890, 31_245, 4_410, 1_190],
    notes: `## Fixed
- Seat counts could be one too high for a minute after a reboot`,
  },
]

const improvements = [
  'Activation takes half a second less on slow disks',
  'The installer says which service holds a file open',
  'Seats of removed machines are free again within a minute',
  'Proxy settings of the signed-in person are used by the service as well',
  'The log names the certificate that was refused',
  'Renewed licenses are taken up without a restart',
] as const

/** The release after `newest`, one patch further, with notes of its own. */
export function nextRelease(newest: string | undefined): ReleaseDraft {
  const [, major = '4', minor = '8', patch = '2'] = /^v(\d+)\.(\d+)\.(\d+)$/.exec(newest ?? '') ?? []
  const version = `${major}.${minor}.${Number(patch) + 1}`
  const at = (offset: number) => improvements[(Number(patch) + offset) % improvements.length] ?? ''
  return {
    tag: `v${version}`,
    name: `Agent ${version}`,
    prerelease: false,
    notes: `Published from the demo panel.\n\n## Fixed\n- ${at(0)}\n- ${at(2)}\n\n## Changed\n- ${at(4)}`,
  }
}
