import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Backend, OverviewSeries } from '~/api/types'
import { BackendName } from '~/components/BackendName'
import { backendTarget } from '~/components/doctorLink'
import { Reason } from '~/components/Reason'
import { State } from '~/components/State'
import type { Column } from '~/components/table/arrange'
import { compact, count, duration, plural } from '~/format/numbers'
import { lastMinute, tokens } from './rates'

export interface BackendRow {
  backend: Backend
  series: OverviewSeries | undefined
  /** Seconds that one number of the series stands for. */
  bucket: number
}

const perMinute = ({ series, bucket }: BackendRow, counts: (s: OverviewSeries) => number[]) => (series ? lastMinute(counts(series), bucket) : 0)
const requests = (r: BackendRow) => perMinute(r, (s) => s.requests)
const allTokens = (r: BackendRow) => perMinute(r, tokens)

export const backendStateColumns: Column<BackendRow>[] = [
  { id: 'name', label: 'Name', value: (r) => r.backend.name, cell: (r) => <Name backend={r.backend} /> },
  { id: 'state', label: 'State', value: (r) => r.backend.status, cell: ({ backend: b }) => <Status backend={b} /> },
  { id: 'busy', label: 'Busy', number: true, value: (r) => r.backend.inFlight, cell: ({ backend: b }) => `${count(b.inFlight)} of ${count(b.maxConcurrency)}` },
  { id: 'waiting', label: 'Waiting', number: true, value: (r) => r.backend.queued, cell: (r) => count(r.backend.queued) },
  { id: 'requests', label: 'Requests/min', number: true, value: requests, cell: (r) => compact(requests(r)) },
  { id: 'tokens', label: 'Tokens/min', number: true, value: allTokens, cell: (r) => compact(allTokens(r)) },
  { id: 'first', label: 'First token, median', number: true, value: (r) => r.series?.p50FirstTokenMs, cell: (r) => duration(r.series?.p50FirstTokenMs) },
  { id: 'errors', label: 'Errors', number: true, value: (r) => r.series?.totalErrors ?? 0, cell: (r) => count(r.series?.totalErrors ?? 0) },
]

const Name = ({ backend }: { backend: Backend }) => (
  <>
    <Anchor component={Link} to={`/backends?selected=${encodeURIComponent(backend.name)}`} c="inherit" size="sm" fw={500}>
      <BackendName name={backend.name} />
    </Anchor>
    <Text size="xs" c="dimmed">
      {[backend.type, backend.version, plural(backend.models.length, 'model')].filter(Boolean).join(' · ')}
    </Text>
  </>
)

const Status = ({ backend }: { backend: Backend }) => (
  <>
    <State state={backend.status} />
    {backend.reason && <Reason text={backend.reason.message} code={backend.reason.code} target={backendTarget(backend.name)} />}
  </>
)
