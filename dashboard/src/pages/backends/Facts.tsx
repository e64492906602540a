import { Text } from '@mantine/core'
import type { Backend } from '~/api/types'
import { FactTable, type Fact } from '~/components/FactTable'
import { State } from '~/components/State'
import { count, duration } from '~/format/numbers'
import { sourceOf } from './source'

export function Facts({ backend }: { backend: Backend }) {
  const facts: (Fact | false)[] = [
    ['State', <State key="s" state={backend.status} />],
    !!backend.reason && ['Reason', <Reason key="r" reason={backend.reason} />],
    ['Type', [backend.type, backend.version].filter(Boolean).join(' ')],
    ['Address', backend.url || 'built in'],
    ['Last probe', duration(backend.latencyMs)],
    ['Busy', `${count(backend.inFlight)} of ${count(backend.maxConcurrency)} at once`],
    ['Waiting', count(backend.queued)],
    ['Priority', backend.priority],
    ['Roles', backend.roles.join(', ') || '–'],
    ['API key', backend.hasApiKey ? 'set' : 'none'],
    ['From', sourceOf(backend)],
    ['Models', <Models key="m" names={backend.models} />],
  ]
  return <FactTable facts={facts} />
}

const Reason = ({ reason }: { reason: NonNullable<Backend['reason']> }) => (
  <>
    {reason.message}{' '}
    <Text component="span" size="xs" c="dimmed" ff="monospace">
      {reason.code}
    </Text>
  </>
)

function Models({ names }: { names: string[] }) {
  if (names.length === 0) return '–'
  return (
    <div style={{ maxHeight: 180, overflowY: 'auto' }}>
      {names.map((name) => (
        <div key={name}>{name}</div>
      ))}
    </div>
  )
}
