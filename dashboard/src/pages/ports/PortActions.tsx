import { Group } from '@mantine/core'
import { CopyButton } from '~/components/CopyButton'
import { CurlButton } from '~/components/Curl'
import type { PortRow } from './report'
import { byHand } from './words'

/** The same, to be looked at by hand: on the machine itself, and through the API. */
export function PortActions({ row: { view, listeners }, platform }: { row: PortRow; platform: string }) {
  const pid = listeners.find((row) => row.listener.pids.length > 0)?.listener.pids[0]
  return (
    <Group gap="xs">
      <CopyButton label="Copy command" text={byHand(view, platform, pid)} />
      <CurlButton path={`/api/system/ports?from=${view.port}&to=${view.port}`} />
    </Group>
  )
}
