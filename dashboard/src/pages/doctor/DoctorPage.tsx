import { Stack, Tabs, Text } from '@mantine/core'
import { useDoctor, useDoctorRun } from '~/api/doctor'
import type { DoctorReport } from '~/api/types'
import { Ago } from '~/components/Ago'
import { Async } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { ErrorBox } from '~/components/ErrorBox'
import { Page } from '~/components/Page'
import { useParam } from '~/components/useParam'
import { duration } from '~/format/numbers'
import { CodesTab } from './codes/CodesTab'
import { FindingsTab } from './findings/FindingsTab'
import { RunButton, RunProgress } from './RunButton'

export function Component() {
  const [tab, setTab] = useParam('tab', 'findings')
  const doctor = useDoctor()
  const run = useDoctorRun()
  const running = run.isPending || doctor.data?.running === true

  return (
    <Page
      title="Doctor"
      about="Why something is offline or slow: the root cause first, with what shows it and what mends it."
      actions={
        <>
          <CurlButton path={tab === 'codes' ? '/api/doctor/codes' : '/api/doctor'} />
          <RunButton running={running} run={() => run.mutate()} />
        </>
      }
    >
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="findings">Findings</Tabs.Tab>
          <Tabs.Tab value="codes">Codes</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="findings">
          <Stack gap="sm">
            {run.error && <ErrorBox error={run.error} retry={() => run.mutate()} />}
            <RunProgress running={running} tookMs={doctor.data?.tookMs ?? 0} />
            <Async query={doctor} rows={8}>
              {(report) => (
                <>
                  <LastRun report={report} running={running} />
                  <FindingsTab report={report} />
                </>
              )}
            </Async>
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="codes">
          <CodesTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

const LastRun = ({ report, running }: { report: DoctorReport; running: boolean }) => (
  <Text size="sm" c="dimmed" role="status">
    {running ? 'Looking at everything now…' : report.ranAt ? <>Last run <Ago at={report.ranAt} />, it took {duration(report.tookMs)}.</> : 'It has not run yet.'}
  </Text>
)
