import { Modal } from '@mantine/core'
import { PullForm } from '~/components/pulls/PullForm'

export function PullDialog({ close }: { close: () => void }) {
  return (
    <Modal opened onClose={close} title="Pull a model">
      <PullForm onStarted={close} />
    </Modal>
  )
}
