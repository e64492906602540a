import { Box } from '@mantine/core'
import { useRouteError } from 'react-router'
import { ErrorBox } from '~/components/ErrorBox'

/** After an upgrade a page's old chunk is gone; loading everything anew gets the new one. */
export function PageFailed() {
  const error = useRouteError()
  const stale = error instanceof Error && /dynamically imported module|module script/i.test(error.message)
  const shown = stale ? new Error('Ziggie was upgraded or cannot be reached. Loading the page anew helps once it is back.') : error
  return (
    <Box maw={640} mx="auto" mt="10vh" p="md">
      <ErrorBox error={shown} retry={() => location.reload()} />
    </Box>
  )
}
