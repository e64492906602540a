import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useMay } from '~/api/auth'
import type { Model } from '~/api/types'
import { Async } from '~/components/Async'
import { Empty } from '~/components/Empty'
import { ModelTable } from './ModelTable'

/** Every name that a backend answers to. */
export function AllTab({ query }: { query: UseQueryResult<Model[], Error> }) {
  const mayAdd = useMay('operate')
  const add = mayAdd && (
    <Button component={Link} to="/backends?add=1">
      Add a backend
    </Button>
  )
  return (
    <Async query={query} rows={6}>
      {(models) =>
        models.length === 0 ? (
          <Empty title="No models" action={add}>
            No backend answers yet. Start a model server on this machine, or add one by its address.
          </Empty>
        ) : (
          <ModelTable models={models} />
        )
      }
    </Async>
  )
}
