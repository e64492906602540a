import { notifications } from '@mantine/notifications'
import { useRemoveLocal } from '~/api/localModels'
import { Confirm } from '~/components/Confirm'
import { bytes, plural } from '~/format/numbers'
import type { LocalRow } from '../local/rows'

interface Props {
  row: LocalRow
  opened: boolean
  close: () => void
  onRemoved: () => void
}

export function RemoveDialog({ row: { model, live }, opened, close, onRemoved }: Props) {
  const remove = useRemoveLocal()
  const confirmed = () =>
    remove.mutate(model.name, {
      onSuccess: () => {
        notifications.show({ color: 'teal', title: 'Removed', message: `${model.name} is no longer on the disk.` })
        onRemoved()
      },
    })
  const how = model.source === 'store' ? 'What other models share with it stays. It can be pulled again.' : 'The file is gone then, and cannot be brought back from here.'
  const using = live && (live.running > 0 ? ` It is in memory, and ${plural(live.running, 'request')} of it run now: they may end early.` : ' It is in memory now and is unloaded.')
  return (
    <Confirm opened={opened} close={close} title={`Remove ${model.name}?`} action="Remove" onConfirm={confirmed} pending={remove.isPending} error={remove.error}>
      Deletes it from this machine’s disk and frees up to {bytes(model.size)}. {how}
      {using}
    </Confirm>
  )
}
