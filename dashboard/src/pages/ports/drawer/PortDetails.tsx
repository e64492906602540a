import { Stack, Text, Title } from '@mantine/core'
import { ParamLink } from '~/components/ParamLink'
import { Answers } from '../Answers'
import { Troubles } from '../ConflictCard'
import { PortActions } from '../PortActions'
import type { PortRow } from '../report'
import { placeOf, whoOf } from '../words'

const most = 100

/** All of one port: who answers whom, what is wrong, and every listener. */
export function PortDetails({ row, platform }: { row: PortRow; platform: string }) {
  return (
    <Stack>
      <PortActions row={row} platform={platform} />
      {row.view.network && (
        <Text size="sm" c="dimmed">
          In a network namespace of its own ({row.view.network}), as containers have: its addresses are not this machine’s.
        </Text>
      )}
      <Answers row={row} />
      <Troubles row={row} />
      <section>
        <Title order={3} size="h5" mb={4}>
          Listeners
        </Title>
        {row.listeners.slice(0, most).map((item) => {
          const { name, about } = whoOf([item.listener])
          return (
            <Text size="sm" key={item.key} style={{ overflowWrap: 'anywhere' }}>
              <ParamLink name="selected" value={item.key} ff="monospace">
                {placeOf(item.listener)}
              </ParamLink>{' '}
              {name}{' '}
              <Text component="span" size="xs" c="dimmed">
                {about}
              </Text>
            </Text>
          )
        })}
      </section>
    </Stack>
  )
}
