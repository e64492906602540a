import { Alert, Code, Group, Loader, Text } from '@mantine/core'
import { useMay } from '~/api/auth'
import { useEngine } from '~/api/engine'
import { CopyButton } from './CopyButton'
import { Icon } from './icons'

const install = 'ziggie engine install'

/** Why models on this machine's disk cannot run now, and what to do; nothing where they can. */
export function EngineNotice() {
  const mayOperate = useMay('operate')
  const engine = useEngine().data
  if (!engine?.reason) return null
  if (engine.code === 'engine.installing') {
    return (
      <Alert color="blue" icon={<Loader size={16} aria-hidden />} title="The engine for local models is being set up" role="status">
        <Text size="sm">{engine.reason}</Text>
      </Alert>
    )
  }
  return (
    <Alert color="orange" icon={<Icon name="alert" />} title="Models on this machine’s disk cannot run now">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {engine.reason}
      </Text>
      {engine.code === 'engine.library' && (
        <Group gap={4} mt={6}>
          <Text size="sm">
            {mayOperate ? 'On Ziggie’s machine:' : 'An operator can mend it on Ziggie’s machine:'} <Code>{install}</Code>
          </Text>
          {mayOperate && <CopyButton small label="Copy the command" text={install} />}
        </Group>
      )}
    </Alert>
  )
}
