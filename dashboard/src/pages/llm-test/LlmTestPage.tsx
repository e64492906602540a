import { Stack } from '@mantine/core'
import { useLlmStatus } from '~/api/llm'
import { Async } from '~/components/Async'
import { DemoNotice } from '~/components/DemoNotice'
import { Page } from '~/components/Page'
import { GenerateForm } from './GenerateForm'
import { BackendList, StatusPanel } from './StatusPanel'

export function Component() {
  const status = useLlmStatus()
  return (
    <Page title="LLM test" about="Is the model service up, and does it answer?">
      <Stack>
        <Async query={status} rows={3}>
          {(data) => <StatusPanel status={data} checking={status.isFetching} check={() => void status.refetch()} />}
        </Async>
        <DemoNotice />
        <GenerateForm />
        {status.data && <BackendList backends={status.data.backends} />}
      </Stack>
    </Page>
  )
}
