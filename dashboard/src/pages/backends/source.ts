interface Declared {
  source: string
  type?: string
  declaredAt?: { file: string; line?: number | null } | null
}

const file = (path: string) => path.split(/[\\/]/).at(-1) ?? path

/** Where a backend or alias comes from, in words. */
export function sourceOf({ source, declaredAt }: Declared): string {
  if (declaredAt) return declaredAt.line ? `${file(declaredAt.file)} line ${declaredAt.line}` : declaredAt.file
  return { file: 'ziggie.yaml', api: 'added here', discovered: 'found on this machine', builtin: 'built in' }[source] ?? source
}

/** What a page or the API added can be changed there; the rest has another home. */
export const changeable = ({ source }: Declared) => source === 'api'

/** Why it cannot be changed here, and where instead. */
export function readOnlyReason(item: Declared): string {
  if (item.source === 'file') return `Declared in ${sourceOf(item)}: change it there, Ziggie takes the change up at once.`
  if (item.source === 'discovered') return 'Found on this machine by itself; it goes when its server goes. To set limits for it, declare it in ziggie.yaml or add it by its address.'
  return item.type === 'engine' ? 'Built in: it serves what lies on this machine’s disk, see Models. Its settings are in ziggie.yaml, under engine.' : 'Built in: it answers while no real model is connected.'
}
