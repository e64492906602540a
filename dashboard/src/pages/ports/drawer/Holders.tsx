import { Code, Paper, Stack, Text } from '@mantine/core'
import type { PortProcess } from '~/api/types'
import { Ago } from '~/components/Ago'
import { CopyButton } from '~/components/CopyButton'
import { FactTable } from '~/components/FactTable'

const most = 50

/** The processes that hold a socket. */
export function Holders({ holders }: { holders: PortProcess[] }) {
  return (
    <Stack gap="xs">
      {holders.slice(0, most).map((holder) => (
        <Paper withBorder key={holder.pid} p={4} data-testid="holder">
          <FactTable
            label={`Process ${holder.pid}`}
            facts={[
              ['Process', `${holder.pid} ${holder.name}`],
              ['Parent', parentOf(holder, holders)],
              ['User', holder.user],
              ['Started', holder.startedAt && <Ago key="s" at={holder.startedAt} />],
              ['Container', holder.container],
              ['Published to', holder.publishedTo && `${holder.publishedTo} in its container`],
              ['Command', holder.commandLine && <Command key="c" text={holder.commandLine} />],
            ]}
          />
        </Paper>
      ))}
      {holders.length > most && (
        <Text size="sm" c="dimmed">
          And {holders.length - most} more.
        </Text>
      )}
    </Stack>
  )
}

function parentOf({ parentPid }: PortProcess, holders: PortProcess[]): string {
  const known = holders.find((h) => h.pid === parentPid)
  return known ? `${parentPid} ${known.name}, which holds it too` : String(parentPid)
}

const Command = ({ text }: { text: string }) => (
  <>
    <Code style={{ overflowWrap: 'anywhere' }}>{text}</Code> <CopyButton small label="Copy the command line" text={text} />
  </>
)
