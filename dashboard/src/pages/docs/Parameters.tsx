import { Text, Title } from '@mantine/core'
import type { OpenApi, Parameter } from '~/api/openapi'
import { typeName } from './schema'
import classes from './Docs.module.css'

export function Parameters({ document, parameters }: { document: OpenApi; parameters: Parameter[] }) {
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        Parameters
      </Title>
      <ul className={classes.fields}>
        {parameters.map((p) => (
          <li key={`${p.in} ${p.name}`}>
            <span className={classes.name}>{p.name}</span> <span className={classes.type}>{typeName(document, p.schema)}</span>{' '}
            <Text span size="xs" c="dimmed">
              in the {p.in}
              {p.in === 'path' || p.required ? ', required' : ''}
            </Text>
            {p.description && (
              <Text size="sm" c="dimmed">
                {p.description}
              </Text>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
