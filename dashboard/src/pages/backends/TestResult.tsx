import { Alert, Text } from '@mantine/core'
import type { BackendTest } from '~/api/types'
import { ErrorBox } from '~/components/ErrorBox'
import { Icon } from '~/components/icons'
import { ReasonCode } from '~/components/ReasonCode'
import { duration, plural } from '~/format/numbers'

/** How a test of a backend went: what it is and has, or why not. */
export function TestResult({ result, error }: { result: BackendTest | undefined; error: Error | null }) {
  if (error) return <ErrorBox error={error} />
  if (!result) return null
  const facts = [result.version && `version ${result.version}`, plural(result.models.length, 'model'), result.latencyMs != null && `answered in ${duration(result.latencyMs)}`]
  return (
    <Alert
      role="status"
      color={result.ok ? 'teal' : 'red'}
      icon={<Icon name={result.ok ? 'check' : 'alert'} />}
      title={result.ok ? `It answers: ${facts.filter(Boolean).join(', ')}` : 'It does not answer as it should'}
    >
      <Text size="sm">{result.ok ? result.models.slice(0, 12).join(', ') : result.reason?.message}</Text>
      {!result.ok && result.reason && (
        <ReasonCode code={result.reason.code} />
      )}
    </Alert>
  )
}
