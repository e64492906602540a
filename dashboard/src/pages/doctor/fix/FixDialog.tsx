import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { useFixPlan, useDoctorFix } from '~/api/doctor'
import { ApiError } from '~/api/errors'
import type { Finding } from '~/api/types'
import { SkeletonRows } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { ErrorBox } from '~/components/ErrorBox'
import { targetOf } from '../findings/findings'
import { FixResult } from './FixResult'

/** Shows exactly what will be done, asks, does it, and says how it went. */
export function FixDialog({ finding, close }: { finding: Finding; close: () => void }) {
  const { code, target } = finding
  const plan = useFixPlan(code, target)
  const fix = useDoctorFix()
  const act = () => fix.mutate({ code, target, dryRun: false, token: plan.data?.token })
  const again = () => {
    fix.reset()
    void plan.refetch()
  }

  return (
    <Modal opened onClose={close} title={`Fix ${code}, ${targetOf(target).text}`} centered size="lg" closeOnClickOutside={!fix.isPending}>
      <Stack gap="sm">
        {plan.error && <ErrorBox error={plan.error} retry={again} />}
        {plan.isFetching && !fix.data && <SkeletonRows rows={3} />}
        {plan.data && !plan.isFetching && !fix.data && !fix.error && (
          <>
            <Text size="sm">This is what Ziggie will do, in this order, and then look whether it helped:</Text>
            <Steps steps={plan.data.steps} />
            <Text size="xs" c="dimmed">
              It is recorded in the audit log. If a target is not what it was when this was shown, nothing is done.
            </Text>
          </>
        )}
        {fix.error && <ErrorBox error={fix.error} retry={mayHelp(fix.error) ? again : undefined} action="Show what would be done now" />}
        {fix.data && <FixResult answer={fix.data} />}
        <Group justify="space-between">
          <CurlButton method="POST" path="/api/doctor/fix" body={{ code, target, dryRun: true }} />
          <Group gap="xs">
            <Button variant="default" onClick={close} data-autofocus>
              {fix.data ? 'Close' : 'Cancel'}
            </Button>
            {!fix.data && (
              <Button color="red" onClick={act} loading={fix.isPending} disabled={!plan.data || plan.isFetching || !!fix.error}>
                Do it
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </Modal>
  )
}

/** A plan that has become stale is made anew; what is gone or cannot be mended stays so. */
const mayHelp = (error: Error) => !(error instanceof ApiError) || !['finding_gone', 'not_fixable'].includes(error.code)

const Steps = ({ steps }: { steps: string[] }) => (
  <List type="ordered" size="sm" aria-label="Steps" spacing={4}>
    {steps.map((step, i) => (
      <List.Item key={i} style={{ overflowWrap: 'anywhere' }}>
        {step}
      </List.Item>
    ))}
  </List>
)
