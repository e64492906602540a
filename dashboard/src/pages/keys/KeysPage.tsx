import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useKeys } from '~/api/keys'
import type { Key } from '~/api/types'
import { Async } from '~/components/Async'
import { CurlButton } from '~/components/Curl'
import { Empty } from '~/components/Empty'
import { Icon } from '~/components/icons'
import { Page } from '~/components/Page'
import { useParam } from '~/components/useParam'
import { CreateKeyDialog } from './CreateKeyDialog'
import { EditKeyDialog } from './EditKeyDialog'
import { KeyTable } from './KeyTable'

export function Component() {
  const keys = useKeys()
  const [add, setAdd] = useParam('add')
  const [editing, edit] = useState<Key>()
  const create = (
    <Button size="xs" onClick={() => setAdd('1')} leftSection={<Icon name="plus" size={14} />}>
      Create a key
    </Button>
  )
  return (
    <Page
      title="Keys"
      about="What programs show instead of a password. Each has its own rights and limits."
      actions={
        <>
          <CurlButton path="/api/keys" />
          {create}
        </>
      }
    >
      <Stack>
        <Async query={keys} rows={5}>
          {(list) =>
            list.length === 0 ? (
              <Empty title="No key yet" action={create}>
                Make one for each program: an editor, a script, a server. A key that leaks can then be deleted alone.
              </Empty>
            ) : (
              <KeyTable keys={list} onEdit={edit} />
            )
          }
        </Async>
      </Stack>
      {add && <CreateKeyDialog close={() => setAdd(null)} />}
      {editing && <EditKeyDialog value={editing} close={() => edit(undefined)} />}
    </Page>
  )
}
