import { Table, Text, Title } from '@mantine/core'
import type { OpenApi, Parameter } from '~/api/openapi'
import { typeName } from './schema'
import classes from './Docs.module.css'

export function ParameterTable({ document, parameters }: { document: OpenApi; parameters: Parameter[] }) {
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        Parameters
      </Title>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Parameters">
        <Table withTableBorder verticalSpacing={6} fz="sm">
          <Table.Tbody>
            {parameters.map((p) => (
              <Table.Tr key={`${p.in} ${p.name}`}>
                <Table.Td className={classes.name}>
                  {p.name}
                  <Text size="xs" c="dimmed">
                    in the {p.in}
                    {p.required ? ', required' : ''}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <span className={classes.type}>{typeName(document, p.schema)}</span>
                  <Text size="sm" c="dimmed">
                    {p.description}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  )
}
