import type { Finding } from '~/api/types'

/** The name of a finding in the address. */
export const keyOf = ({ code, target }: Finding) => `${code}/${target}`

/** The finding that the address means, at its root cause: the very one, else one of the same target, else the code where another kind of target is said to be the cause. */
export function choose(findings: Finding[], selected: string): { root: Finding; chosen: Finding } | undefined {
  if (!selected) return undefined
  const all = findings.flatMap((root) => [root, ...root.consequences].map((chosen) => ({ root, chosen })))
  const [code, ...rest] = selected.split('/')
  const target = rest.join('/')
  const kind = (name: string) => name.split(':')[0]
  return (
    all.find((f) => keyOf(f.chosen) === selected) ??
    all.find((f) => !!target && f.chosen.target === target) ??
    all.find((f) => f.chosen.code === code && kind(f.chosen.target) !== kind(target))
  )
}

export interface Evidence {
  /** What can be typed into a terminal. */
  command?: string
  /** What it showed. */
  shown: string
}

/** A line of evidence: "command → what it showed", with or without a prompt, or words alone. */
export function evidenceOf(line: string): Evidence {
  const match = /^(?:\$ )?(.+?)\s*→\s*([^]*)$/.exec(line)
  if (match) return { command: match[1]!, shown: match[2]! }
  return line.startsWith('$ ') ? { command: line.slice(2), shown: '' } : { shown: line }
}

const kinds: Record<string, string> = { backend: 'backend', port: 'port', process: 'process', container: 'container', disk: 'disk', file: 'file', check: 'check', model: 'model' }

/** A target in words, and the page that shows it. */
export function targetOf(target: string): { text: string; to?: string } {
  if (target === 'machine') return { text: 'this machine' }
  const colon = target.indexOf(':')
  const [kind, name] = [target.slice(0, colon), target.slice(colon + 1)]
  const text = kinds[kind] ? `${kinds[kind]} ${name.replace(/^(tcp|udp)\//, '$1 ')}` : target
  if (kind === 'backend') return { text, to: `/backends?selected=${encodeURIComponent(name)}` }
  if (kind === 'port') return { text, to: `/ports?selected=${encodeURIComponent(name)}` }
  return { text }
}

const layers: Record<string, string> = {
  configuration: 'settings and environment files',
  name: 'names',
  listener: 'listeners',
  connection: 'connections',
  protocol: 'protocols',
  identity: 'kinds of server',
  model: 'models',
  accelerator: 'accelerators',
  machine: 'the machine',
}

/** A layer in words. */
export const layerOf = (layer: string) => layers[layer] ?? layer
