import { Text, Title } from '@mantine/core'
import type { Content, OpenApi } from '~/api/openapi'
import { Block } from './Block'
import { Fields } from './Fields'
import { exampleOf, resolve, typeName } from './schema'

/** The fields of a body, and one that fits. */
export function BodyView({ title, document, content }: { title: string; document: OpenApi; content: Content }) {
  const [type, media] = Object.entries(content)[0] ?? ['', {}]
  const schema = media.schema
  const about = resolve(document, schema).description
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
      <Fields document={document} schema={schema} />
      {isTelling(example) && <Block label="Example" text={JSON.stringify(example, null, 2)} />}
    </section>
  )
}

const isTelling = (example: unknown) => typeof example === 'object' && example !== null && Object.keys(example).length > 0
