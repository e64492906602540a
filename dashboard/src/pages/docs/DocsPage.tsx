import { Anchor, Box, Group, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMemo } from 'react'
import { useOpenApi, type OpenApi } from '~/api/openapi'
import { Async } from '~/components/Async'
import { Page } from '~/components/Page'
import { useParam } from '~/components/useParam'
import { OperationList } from './OperationList'
import { OperationView } from './OperationView'
import { operationsOf, type Operation } from './operations'
import classes from './Docs.module.css'

/** The API, one operation at a time, as this Ziggie describes it. */
export function Component() {
  const document = useOpenApi()
  return (
    <Page
      title="API"
      about={
        <>
          What programs can ask of this Ziggie, as its{' '}
          <Anchor href="/openapi.json" target="_blank" size="sm" underline="always">
            OpenAPI document
          </Anchor>{' '}
          says.
        </>
      }
    >
      <Async query={document} rows={8}>
        {(data) => <Browser document={data} />}
      </Async>
    </Page>
  )
}

function Browser({ document }: { document: OpenApi }) {
  const operations = useMemo(() => operationsOf(document), [document])
  const [chosen, choose] = useParam('op')
  const wide = useMediaQuery('(min-width: 62em)', undefined, { getInitialValueInEffect: false })
  const shown = operations.find((o) => o.id === chosen) ?? (wide ? operations[0] : undefined)
  const list = <OperationList operations={operations} current={shown} />
  if (!wide) return shown ? <Narrow document={document} operation={shown} back={() => choose(null)} /> : list
  return (
    <div className={classes.split}>
      <aside className={classes.list} aria-label="Operations">
        {list}
      </aside>
      <Box miw={0}>{shown && <OperationView key={shown.id} document={document} operation={shown} />}</Box>
    </div>
  )
}

function Narrow({ document, operation, back }: { document: OpenApi; operation: Operation; back: () => void }) {
  return (
    <div>
      <Group mb="sm">
        <Anchor component="button" size="sm" onClick={back}>
          <Text span aria-hidden>
            ←
          </Text>{' '}
          All operations
        </Anchor>
      </Group>
      <OperationView key={operation.id} document={document} operation={operation} />
    </div>
  )
}
