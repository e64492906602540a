import { Alert, Anchor, Code, Text } from '@mantine/core'
import { Link } from 'react-router'
import { useModels } from '~/api/llm'
import { Icon } from './icons'

/** Says plainly that what answers is simulated. */
export function DemoNotice({ brief }: { brief?: boolean }) {
  const models = useModels().data
  if (!models?.length || !models.every((model) => model.simulated)) return null
  return (
    <Alert color="orange" variant="light" icon={<Icon name="flask" />} title="No real model is connected: replies are simulated">
      <Text size="sm">
        The model <Code>{models[0]!.name}</Code> makes its answers up, so that you can look around.
        {!brief && (
          <>
            {' '}
            There are{' '}
            <Anchor component={Link} to="/models" size="sm">
              three ways to a real one
            </Anchor>
            .
          </>
        )}
      </Text>
    </Alert>
  )
}
