import { Code, Text, Title } from '@mantine/core'
import { Fragment } from 'react'
import { accessOf, type Operation } from './operations'

const proofs: Record<string, string> = {
  bearer: 'Authorization: Bearer zk-…',
  apiKey: 'x-api-key: zk-…',
}

/** Who may call it, and how they show that they are the one. */
export function AccessNote({ operation }: { operation: Operation }) {
  const { open, scopes, ways } = accessOf(operation)
  const headers = ways.map((way) => proofs[way]).filter(Boolean)
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        Who may call it
      </Title>
      {open ? (
        <Text size="sm">Everybody: no key is needed.</Text>
      ) : (
        <Text size="sm">
          {scopes.length === 0 ? 'Whoever is signed in or sends a key. ' : <>A key with the scope {either(scopes)}, or a user whose role includes it. </>}
          Programs send <>{either(headers)}</>.
        </Text>
      )}
    </section>
  )
}

const either = (words: (string | undefined)[]) =>
  words.map((word, i) => (
    <Fragment key={word}>
      {i > 0 && ' or '}
      <Code>{word}</Code>
    </Fragment>
  ))
