import { Button, Stack } from '@mantine/core'
import { Link } from 'react-router'
import { useMay } from '~/api/auth'
import { useModels } from '~/api/llm'
import { Async } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { DemoNotice } from '~/components/DemoNotice'
import { Empty } from '~/components/Empty'
import { Page } from '~/components/Page'
import { ModelTable } from './ModelTable'

export function Component() {
  const models = useModels()
  const mayAdd = useMay('operate')
  const add = mayAdd && (
    <Button component={Link} to="/backends?add=1">
      Add a backend
    </Button>
  )
  return (
    <Page title="Models" about="Every name that a backend answers to." actions={<CurlButton path="/api/llm/models" />}>
      <Stack>
        <DemoNotice />
        <Async query={models} rows={6}>
          {(list) =>
            list.length === 0 ? (
              <Empty title="No models" action={add}>
                No backend answers yet. Start a model server on this machine, or add one by its address.
              </Empty>
            ) : (
              <ModelTable models={list} />
            )
          }
        </Async>
      </Stack>
    </Page>
  )
}
