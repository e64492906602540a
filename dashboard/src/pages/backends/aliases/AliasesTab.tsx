import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '~/api/auth'
import { useAliases } from '~/api/backends'
import type { Alias } from '~/api/types'
import { Async } from '~/components/Async'
import { Empty } from '~/components/Empty'
import { DataTable } from '~/components/table/DataTable'
import { AliasActions } from './AliasActions'
import { AliasDialog } from './AliasDialog'
import { sourceOf } from '../source'

export function AliasesTab() {
  const aliases = useAliases()
  const mayChange = useMay('operate')
  const [editing, edit] = useState<Alias | 'new'>()
  const add = mayChange && (
    <Button size="xs" onClick={() => edit('new')}>
      Add an alias
    </Button>
  )
  return (
    <Async query={aliases} rows={4}>
      {(list) => (
        <Stack gap="sm">
          {list.length === 0 ? (
            <Empty title="No alias yet" action={add}>
              An alias is a name for a list of models: clients ask for “smart”, Ziggie takes the first of its models that can answer.
            </Empty>
          ) : (
            <>
              <div>{add}</div>
              <DataTable
                label="Aliases"
                rows={list}
                rowKey={(a) => a.name}
                minWidth={520}
                columns={[
                  { id: 'name', label: 'Name', cell: (a) => <b>{a.name}</b> },
                  { id: 'models', label: 'Models, in order', cell: (a) => a.models.join(', ') },
                  { id: 'source', label: 'From', cell: (a) => sourceOf(a) },
                  { id: 'actions', label: '', number: true, cell: (a) => mayChange && <AliasActions alias={a} onEdit={() => edit(a)} /> },
                ]}
              />
            </>
          )}
          {editing && <AliasDialog alias={editing === 'new' ? undefined : editing} close={() => edit(undefined)} />}
        </Stack>
      )}
    </Async>
  )
}
