import { Button, Group, Paper, Progress, Text } from '@mantine/core'
import { useMay } from '~/api/auth'
import { useStartPull, useStopPull } from '~/api/pulls'
import type { Pull } from '~/api/types'
import { ErrorBox } from '~/components/ErrorBox'
import { State } from '~/components/State'
import { bytes, duration } from '~/format/numbers'
import { again, isRunning } from './shown'
import { useRate } from './useRate'

/** One pull: how far it is, or why it ended. */
export function PullRow({ pull, onDismiss }: { pull: Pull; onDismiss: () => void }) {
  const mayOperate = useMay('operate')
  const start = useStartPull()
  const stop = useStopPull()
  const error = stop.error ?? start.error
  return (
    <Paper withBorder p="sm" data-testid="pull">
      <Group justify="space-between" gap="xs" align="flex-start">
        <div style={{ flex: '1 1 220px', minWidth: 0 }}>
          <Group gap="sm">
            <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {pull.model}
            </Text>
            {!isRunning(pull) && <State state={pull.state} />}
          </Group>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            from {pull.from}
          </Text>
        </div>
        {mayOperate && (
          <Group gap="xs">
            {isRunning(pull) ? (
              <Button size="compact-xs" variant="default" onClick={() => stop.mutate(pull.id)} loading={stop.isPending} aria-label={`Cancel the pull of ${pull.model}`}>
                Cancel
              </Button>
            ) : (
              <>
                <Button size="compact-xs" variant="default" onClick={() => start.mutate(again(pull))} loading={start.isPending} aria-label={`Resume the pull of ${pull.model}`}>
                  Resume
                </Button>
                <Button size="compact-xs" variant="subtle" color="gray" onClick={onDismiss} aria-label={`Put away the pull of ${pull.model}`}>
                  Put away
                </Button>
              </>
            )}
          </Group>
        )}
      </Group>
      {isRunning(pull) ? <How pull={pull} /> : <Text size="sm" mt={6} style={{ overflowWrap: 'anywhere' }}>{pull.error}</Text>}
      {error && <ErrorBox error={error} />}
    </Paper>
  )
}

function How({ pull: { model, step, total, completed } }: { pull: Pull }) {
  const rate = useRate(completed)
  const known = total != null && total > 0
  const share = known ? Math.floor(((completed ?? 0) / total) * 100) : 0
  const left = known && rate ? duration(((total - (completed ?? 0)) / rate) * 1000) : undefined
  return (
    <>
      <Progress value={share} mt={8} aria-label={`${model}: ${share} %`} />
      <Text size="xs" c="dimmed" mt={4}>
        {[
          step,
          known && `${bytes(completed ?? 0)} of ${bytes(total)} (${share} %)`,
          !!rate && `${bytes(rate)}/s`,
          share < 100 && left && `${left} left`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </>
  )
}
