import { Alert, Anchor, Code, Text } from '@mantine/core'
import { Link } from 'react-router'
import { useMay } from '~/api/auth'
import { useModels } from '~/api/llm'
import { Icon } from './icons'

/** Says plainly that what answers is simulated, and how to get a real model. */
export function DemoNotice() {
  const mayAdd = useMay('operate')
  const models = useModels().data
  if (!models?.length || !models.every((model) => model.simulated)) return null
  return (
    <Alert color="orange" variant="light" icon={<Icon name="flask" />} title="No real model is connected: replies are simulated">
      <Text size="sm">
        The model <Code>{models[0]!.name}</Code> makes its answers up, so that you can look around. To connect a real one, start a model server
        on this machine (for example <Code>ollama serve</Code>, then <Code>ollama pull llama3.2</Code>) and Ziggie finds it within seconds
        {mayAdd ? (
          <>
            , or{' '}
            <Anchor component={Link} to="/backends?add=1" size="sm">
              add a backend
            </Anchor>{' '}
            by its address.
          </>
        ) : (
          ', or ask an operator to add a backend.'
        )}
      </Text>
    </Alert>
  )
}
