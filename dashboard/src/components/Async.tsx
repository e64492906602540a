import { Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorBox } from './ErrorBox'

interface Props<T> {
  query: UseQueryResult<T, Error>
  /** How many lines of skeleton stand in while it loads. */
  rows?: number
  children: (data: T) => ReactNode
}

/** Skeleton, then content; an error keeps what was shown before beneath it. */
export function Async<T>({ query, rows = 5, children }: Props<T>) {
  return (
    <>
      {query.error && <ErrorBox error={query.error} retry={() => void query.refetch()} />}
      {query.data !== undefined ? children(query.data) : !query.error && <SkeletonRows rows={rows} />}
    </>
  )
}

export function SkeletonRows({ rows }: { rows: number }) {
  return (
    <Stack gap="sm" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} height={22} width={`${92 - ((i * 17) % 40)}%`} />
      ))}
    </Stack>
  )
}
