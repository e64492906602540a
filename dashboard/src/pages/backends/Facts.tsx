import type { Backend } from '~/api/types'
import { backendTarget } from '~/components/doctorLink'
import { FactTable, type Fact } from '~/components/FactTable'
import { ReasonCode } from '~/components/ReasonCode'
import { State } from '~/components/State'
import { count, duration } from '~/format/numbers'
import { sourceOf } from './source'

export function Facts({ backend }: { backend: Backend }) {
  const facts: (Fact | false)[] = [
    ['State', <State key="s" state={backend.status} />],
    !!backend.reason && ['Reason', <Reason key="r" reason={backend.reason} target={backendTarget(backend.name)} />],
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

const Reason = ({ reason, target }: { reason: NonNullable<Backend['reason']>; target: string }) => (
  <>
    {reason.message} <ReasonCode code={reason.code} target={target} />
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
