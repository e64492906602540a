import { Alert, List, Text } from '@mantine/core'
import type { FixAnswer } from '~/api/types'
import { Icon } from '~/components/icons'

/** What was done, and whether it helped. */
export function FixResult({ answer }: { answer: FixAnswer }) {
  const helped = answer.verified === true
  return (
    <Alert role="status" color={helped ? 'teal' : 'orange'} icon={<Icon name={helped ? 'check' : 'alert'} />} title={helped ? 'Done, and it helped' : 'Done, but the finding is still there'}>
      {answer.message && <Text size="sm">{answer.message}</Text>}
      <List size="sm" mt={4}>
        {answer.steps.map((step, i) => (
          <List.Item key={i} style={{ overflowWrap: 'anywhere' }}>
            {step}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
