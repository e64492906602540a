import { Group, Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import type { OpenApi } from '~/api/openapi'
import { CopyButton } from '~/components/CopyButton'
import { AccessNote } from './AccessNote'
import { BodyView } from './BodyView'
import { Method } from './Method'
import type { Operation } from './operations'
import { Parameters } from './Parameters'
import { Responses } from './Responses'
import { TryIt } from './TryIt'
import classes from './Docs.module.css'

export function OperationView({ document, operation }: { document: OpenApi; operation: Operation }) {
  const { method, path, summary, description, parameters = [], requestBody } = operation
  useEffect(() => void window.scrollTo({ top: 0 }), [])
  return (
    <Stack gap="lg" component="article" aria-label={`${method} ${path}`}>
      <div>
        <Group gap="xs" wrap="nowrap">
          <Method name={method} />
          <Title order={2} size="h4" className={classes.heading}>
            {path}
          </Title>
          <CopyButton small label="Copy the path" text={path} />
        </Group>
        <Text mt={6}>{summary}</Text>
        {description && (
          <Text mt={6} size="sm" c="dimmed">
            {description}
          </Text>
        )}
      </div>
      <AccessNote operation={operation} />
      {parameters.length > 0 && <Parameters document={document} parameters={parameters} />}
      {requestBody && <BodyView title="Body" sent document={document} content={requestBody.content} />}
      <Responses document={document} operation={operation} />
      <TryIt document={document} operation={operation} />
    </Stack>
  )
}
