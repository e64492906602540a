import { Text } from '@mantine/core'
import type { OpenApi } from '~/api/openapi'
import { BodyView } from './BodyView'
import type { Operation } from './operations'

/** The good answer in full, the bad ones in a line. */
export function Responses({ document, operation }: { document: OpenApi; operation: Operation }) {
  const all = Object.entries(operation.responses ?? {})
  const [status, good] = all.find(([code]) => code.startsWith('2')) ?? []
  const bad = all.filter(([code]) => !code.startsWith('2'))
  return (
    <>
      {good?.content ? (
        <BodyView title={`Answer ${status}`} document={document} content={good.content} />
      ) : (
        <Text size="sm">
          <b>Answer {status}</b>, {status === '204' ? 'without a body.' : 'in a form of its own.'}
        </Text>
      )}
      {bad.length > 0 && (
        <Text size="sm" c="dimmed">
          Also {bad.map(([code, { description }]) => `${code} ${description}`).join(', ')}.
        </Text>
      )}
    </>
  )
}
