import { SimpleGrid } from '@mantine/core'
import type { Overview } from '~/api/types'
import { Sparkline } from '~/components/Sparkline'
import { Stat } from '~/components/Stat'
import { compact, count, duration } from '~/format/numbers'

const spread = (latency: Overview['totalMs']) => (latency ? `95 % within ${duration(latency.p95)}` : 'No reply in 15 minutes')

export function Numbers({ data }: { data: Overview }) {
  const { history } = data
  return (
    <SimpleGrid cols={{ base: 2, md: 3, lg: 6 }} spacing="sm">
      <Stat label="Requests" value={compact(data.requestsPerMinute)} unit="/min">
        <Sparkline values={history.map((p) => p.requests)} label="Requests over the last 15 minutes" />
      </Stat>
      <Stat label="Tokens" value={compact(data.tokensPerMinute)} unit="/min">
        <Sparkline values={history.map((p) => p.tokens)} label="Tokens over the last 15 minutes" />
      </Stat>
      <Stat label="First token, median" value={duration(data.firstTokenMs?.p50)} about={spread(data.firstTokenMs)} />
      <Stat label="Reply, median" value={duration(data.totalMs?.p50)} about={spread(data.totalMs)} />
      <Stat label="In flight" value={count(data.inFlight)} about={data.queued > 0 ? `${count(data.queued)} waiting in queues` : 'Nobody waits'} />
      <Stat label="Errors" value={count(data.errors)} about={data.errors > 0 ? 'in the last 15 minutes' : 'None in 15 minutes'}>
        {data.errors > 0 && <Sparkline values={history.map((p) => p.errors)} label="Errors over the last 15 minutes" />}
      </Stat>
    </SimpleGrid>
  )
}
