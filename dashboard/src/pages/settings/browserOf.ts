const browsers: [pattern: RegExp, name: string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const systems: [pattern: RegExp, name: string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

const match = (list: [RegExp, string][], text: string) => list.find(([pattern]) => pattern.test(text))?.[1]

/** "Firefox on Linux"; what is no browser by its own name. */
export function browserOf(agent: string | null | undefined): string {
  if (!agent) return 'unknown'
  const browser = match(browsers, agent)
  const system = match(systems, agent)
  return browser ? (system ? `${browser} on ${system}` : browser) : (agent.split(' ')[0] ?? agent)
}
