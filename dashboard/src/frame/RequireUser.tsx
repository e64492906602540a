import { Box } from '@mantine/core'
import type { ReactNode } from 'react'
import { Navigate, useLocation } from 'react-router'
import { useMe } from '~/api/auth'
import { ErrorBox } from '~/components/ErrorBox'

/** Sends whoever is not signed in to the sign-in page, which leads back here. */
export function RequireUser({ children }: { children: ReactNode }) {
  const me = useMe()
  const { pathname, search } = useLocation()
  if (me.data) return children
  if (me.data === null) {
    const to = pathname + search
    return <Navigate to={to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`} replace />
  }
  if (!me.error) return null
  return (
    <Box maw={560} mx="auto" mt="15vh" p="md">
      <ErrorBox error={me.error} retry={() => void me.refetch()} />
    </Box>
  )
}
