import { Alert, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMay } from '~/api/auth'
import { localPath } from '~/api/localModels'
import { CurlButton } from '~/components/Curl'
import { Icon } from '~/components/icons'
import { LocalActions } from '../local/LocalActions'
import type { LocalRow } from '../local/rows'
import { RemoveDialog } from './RemoveDialog'

export function Actions({ row, close }: { row: LocalRow; close: () => void }) {
  const { model, problem } = row
  const mayOperate = useMay('operate')
  const [removing, ask] = useDisclosure(false)
  return (
    <>
      {problem && (
        <Alert color="red" icon={<Icon name="alert" />} title={row.state === 'broken' ? 'It cannot be used' : 'It was not loaded'}>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {problem}
          </Text>
        </Alert>
      )}
      <Group gap="xs">
        <LocalActions row={row} large />
        {mayOperate && model.canAnswer && <CurlButton method="POST" path="/api/engine/load" body={{ model: model.name }} />}
        {!(mayOperate && model.canAnswer) && <CurlButton path={localPath(model.name)} />}
        {mayOperate && !model.readOnly && (
          <Button size="xs" variant="default" c="red" onClick={ask.open}>
            Remove
          </Button>
        )}
      </Group>
      {mayOperate && model.readOnly && (
        <Text size="sm" c="dimmed">
          {readOnlyWords(row)}
        </Text>
      )}
      <RemoveDialog row={row} opened={removing} close={ask.close} onRemoved={close} />
    </>
  )
}

const readOnlyWords = ({ model }: LocalRow) =>
  model.source === 'ollama'
    ? `It belongs to Ollama and is only used here, so it cannot be removed here. Remove it there: ollama rm ${model.name}`
    : 'It lies outside the models folder, behind a linked folder, so it cannot be removed here. Delete its file, named below, there.'
