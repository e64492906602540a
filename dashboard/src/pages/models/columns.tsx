import { Button, Group, Text } from '@mantine/core'
import { Link } from 'react-router'
import { BackendName } from '~/components/BackendName'
import { CopyButton } from '~/components/CopyButton'
import type { Model } from '~/api/types'
import { chats, isAlias } from '~/components/modelOptions'
import { Simulated } from '~/components/Simulated'
import { State } from '~/components/State'
import type { Column } from '~/components/table/arrange'
import { bytes, count } from '~/format/numbers'

export const modelColumns = (mayChat: boolean, aliases: Map<string, string[]>): Column<Model>[] => [
  {
    id: 'name',
    label: 'Name',
    value: (m) => [m.name, ...(aliases.get(m.name) ?? [])].join(' '),
    cell: (m) => <Name model={m} aliases={aliases.get(m.name) ?? []} />,
  },
  { id: 'backend', label: 'Backend', value: (m) => m.backend, cell: (m) => (m.backend ? <BackendName name={m.backend} /> : 'alias') },
  { id: 'state', label: 'State', value: (m) => m.status, cell: (m) => <State state={m.status} /> },
  { id: 'size', label: 'Size', number: true, value: (m) => m.size, cell: (m) => (m.size ? bytes(m.size) : '–') },
  {
    id: 'context',
    label: 'Context',
    number: true,
    value: (m) => m.contextLength,
    cell: (m) => (m.contextLength ? `${count(m.contextLength)} tokens` : '–'),
  },
  { id: 'can', label: 'Can', value: (m) => m.capabilities.join(' '), cell: (m) => <Words words={m.capabilities} /> },
  { id: 'roles', label: 'Roles', value: (m) => m.roles.join(' '), cell: (m) => <Words words={m.roles} /> },
  { id: 'actions', label: '', number: true, cell: (m) => mayChat && chats(m) && <ChatLink name={m.name} /> },
]

function Name({ model, aliases }: { model: Model; aliases: string[] }) {
  const more = isAlias(model) ? `stands for ${model.targets.join(', ')}` : aliases.length > 0 && `also as ${aliases.join(', ')}`
  return (
    <>
      <Group gap={4} wrap="nowrap">
        <Text size="sm" fw={500} title={model.digest ? `Digest ${model.digest}` : undefined}>
          {model.name}
        </Text>
        <CopyButton small label="Copy the name" text={model.name} />
        {model.simulated && <Simulated small />}
      </Group>
      {more && (
        <Text size="xs" c="dimmed">
          {more}
        </Text>
      )}
    </>
  )
}

const Words = ({ words }: { words: string[] }) => (
  <Text size="sm" c={words.length ? undefined : 'dimmed'} component="span">
    {words.join(', ') || '–'}
  </Text>
)

const ChatLink = ({ name }: { name: string }) => (
  <Button component={Link} to={`/chat?model=${encodeURIComponent(name)}`} size="compact-xs" variant="default">
    Chat
  </Button>
)
