import { Text, Title } from '@mantine/core'
import type { Content, OpenApi } from '~/api/openapi'
import { Block } from './Block'
import { Fields } from './Fields'
import { aboutOf, exampleOf, requiredOf, typeName } from './schema'

/** The fields of a body, and one that fits. */
interface Props {
  title: string
  document: OpenApi
  content: Content
  /** It goes to Ziggie: what may be null need not be there. */
  sent?: boolean
}

export function BodyView({ title, document, content, sent }: Props) {
  const [type, media] = Object.entries(content)[0] ?? ['', {}]
  const schema = media.schema
  const about = aboutOf(document, schema)
  const example = exampleOf(document, content)
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        {title}{' '}
        <Text span size="sm" c="dimmed" fw={400}>
          {type} · {typeName(document, schema)}
        </Text>
      </Title>
      {about && (
        <Text size="sm" c="dimmed" mb="xs">
          {about}
        </Text>
      )}
      <Fields document={document} schema={schema} required={sent ? requiredOf(document, schema) : none} />
      {isTelling(example) && <Block label="Example" text={JSON.stringify(example, null, 2)} />}
    </section>
  )
}

const none = new Set<string>()

const isTelling = (example: unknown) => typeof example === 'object' && example !== null && Object.keys(example).length > 0
