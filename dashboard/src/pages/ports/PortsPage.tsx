import { Stack } from '@mantine/core'
import { useMemo } from 'react'
import { usePorts } from '~/api/ports'
import type { PortsReport } from '~/api/types'
import { Async } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { Empty } from '~/components/Empty'
import { Notes } from '~/components/Notes'
import { Page } from '~/components/Page'
import { Conflicts } from './Conflicts'
import { Lists } from './Lists'
import { portsOf } from './report'
import { SelectedDrawer } from './drawer/SelectedDrawer'

export function Component() {
  const report = usePorts()
  return (
    <Page title="Ports" about="Who listens on Ziggie’s machine, who answers whom, and who is in whose way." actions={<CurlButton path="/api/system/ports" />}>
      <Async query={report} rows={8}>
        {(data) => <Report report={data} />}
      </Async>
    </Page>
  )
}

function Report({ report }: { report: PortsReport }) {
  const ports = useMemo(() => portsOf(report), [report])
  return (
    <Stack gap="lg">
      <Notes notes={report.notes} label="What could not be seen" />
      <Conflicts ports={ports.ports} platform={report.platform} />
      {report.items.length === 0 ? (
        <Empty title="Nobody listens">No program on this machine waits for connections, as far as Ziggie may see. As root it sees those of all users.</Empty>
      ) : (
        <Lists ports={ports} />
      )}
      <SelectedDrawer ports={ports} platform={report.platform} />
    </Stack>
  )
}
