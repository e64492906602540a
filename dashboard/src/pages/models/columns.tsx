import { Badge, Button, Group, Text } from '@mantine/core'
import { Link } from 'react-router'
import { BackendName } from '~/components/BackendName'
import { CopyButton } from '~/components/CopyButton'
import { chats, type ModelOption } from '~/components/modelOptions'
import { State } from '~/components/State'
import type { Column } from '~/components/table/arrange'
import { bytes, count } from '~/format/numbers'

export const modelColumns = (mayChat: boolean): Column<ModelOption>[] => [
  {
    id: 'name',
    label: 'Name',
    value: (r) => [r.model.name, ...(r.model.aliases ?? [])].join(' '),
    cell: (r) => <Name option={r} />,
  },
  { id: 'backend', label: 'Backend', value: (r) => r.model.backend, cell: (r) => <BackendName name={r.model.backend} /> },
  { id: 'state', label: 'State', value: (r) => r.model.status, cell: (r) => <State state={r.model.status} /> },
  { id: 'size', label: 'Size', number: true, value: (r) => r.model.size, cell: (r) => (r.model.size ? bytes(r.model.size) : '–') },
  {
    id: 'context',
    label: 'Context',
    number: true,
    value: (r) => r.model.contextLength,
    cell: (r) => (r.model.contextLength ? `${count(r.model.contextLength)} tokens` : '–'),
  },
  { id: 'can', label: 'Can', value: (r) => r.model.capabilities.join(' '), cell: (r) => <Words words={r.model.capabilities} /> },
  { id: 'roles', label: 'Roles', value: (r) => r.model.roles.join(' '), cell: (r) => <Words words={r.model.roles} /> },
  { id: 'actions', label: '', number: true, cell: (r) => mayChat && chats(r.model) && <ChatLink name={r.value} /> },
]

function Name({ option: { model, value } }: { option: ModelOption }) {
  return (
    <>
      <Group gap={4} wrap="nowrap">
        <Text size="sm" fw={500} title={model.digest ? `Digest ${model.digest}` : undefined}>
          {model.name}
        </Text>
        <CopyButton small label="Copy the name" text={value} />
        {model.simulated && (
          <Badge size="xs" color="orange" variant="light">
            simulated
          </Badge>
        )}
      </Group>
      {model.aliases?.length ? (
        <Text size="xs" c="dimmed">
          also as {model.aliases.join(', ')}
        </Text>
      ) : null}
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
