import { Alert, List, Text } from '@mantine/core'
import type { Reply } from '~/api/types'
import { Icon } from '~/components/icons'

type View = Reply<'/api/settings'>

/** What is wrong with the configuration as it stands in the file now. */
export function Troubles({ view }: { view: View }) {
  return (
    <>
      <Notice color="red" title="The last edit is not in force: it has errors" problems={view.errors.map(line)} />
      <Notice color="orange" title="Worth a look" problems={view.warnings.map(line)} />
      <Notice color="orange" title="Changed, but in force only after a restart" problems={view.needRestart} />
    </>
  )
}

const line = ({ key, message, line: at }: View['errors'][number]) => `${at ? `Line ${at}, ` : ''}${key}: ${message}`

function Notice({ color, title, problems }: { color: string; title: string; problems: string[] }) {
  if (problems.length === 0) return null
  return (
    <Alert color={color} title={title} icon={<Icon name="alert" />}>
      <List size="sm">
        {problems.map((problem) => (
          <List.Item key={problem}>
            <Text size="sm">{problem}</Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
