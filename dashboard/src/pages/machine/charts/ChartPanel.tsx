import { Paper, Skeleton, Text, Title } from '@mantine/core'
import { lazy, Suspense, useMemo, type ReactNode } from 'react'
import { useHistory, type HistoryRange } from '~/api/machine'
import type { MachineHistory, MachineStats } from '~/api/types'
import { ErrorBox } from '~/components/ErrorBox'
import { liveMs } from '../range'
import { ChartTable } from './ChartTable'
import { fromHistory, fromLive, historyLines } from './chartData'
import type { Spec } from './specs'
import { units } from './units'

const TimeChart = lazy(() => import('~/components/chart/TimeChart'))

interface Props {
  spec: Spec
  /** Null: as it happens. */
  range: HistoryRange | null
  /** The minutes before the page was opened. */
  before: HistoryRange
  samples: MachineStats[]
  known: MachineHistory['metrics']
  asTable: boolean
  children?: ReactNode
}

const waiting = <Skeleton height={236} aria-hidden />

/** One part of the machine over the page's range. */
export function ChartPanel({ spec, range, before, samples, known, asTable, children }: Props) {
  const lines = useMemo(() => (range ? historyLines(spec, known) : spec.lines), [spec, range === null, known])
  const asked = useMemo(() => historyLines(spec, known).map((line) => line.metric), [spec, known])
  const history = useHistory(asked, range ?? before)
  const data = useMemo(() => {
    const past = history.data && fromHistory(history.data, historyLines(spec, known))
    return range ? past : fromLive(samples, spec.lines, past)
  }, [history.data, range === null, samples, spec, known])
  const { format, axis, incrs } = units[spec.unit]
  const to = range ? Date.parse(range.to) / 1000 : Date.parse(samples.at(-1)?.at ?? before.to) / 1000
  const from = range ? Date.parse(range.from) / 1000 : to - liveMs / 1000

  return (
    <Paper withBorder p="md" data-testid={`chart-${spec.id}`} component="section" aria-label={spec.title} style={{ opacity: history.isPlaceholderData ? 0.6 : undefined, minWidth: 0 }}>
      <Title order={2} size="h5" mb="xs">
        {spec.title}
      </Title>
      {range && history.error && <ErrorBox error={history.error} retry={() => void history.refetch()} />}
      {data && lines.length > 0 ? (
        asTable ? (
          <ChartTable label={`${spec.title} over time`} data={data} format={format} />
        ) : (
          <Suspense fallback={waiting}>
            <TimeChart label={spec.title} {...data} from={from} to={to} stacked={spec.stacked} top={spec.top} format={format} axis={axis} incrs={incrs} />
          </Suspense>
        )
      ) : (
        !history.error && (lines.length === 0 ? <None /> : waiting)
      )}
      {children}
    </Paper>
  )
}

const None = () => (
  <Text size="sm" c="dimmed" mih={236}>
    Nothing has been kept of this yet; the first numbers come within a minute.
  </Text>
)
