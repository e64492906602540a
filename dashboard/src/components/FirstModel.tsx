import { Button, Code, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useMay } from '~/api/auth'
import { useLocalModels } from '~/api/localModels'
import { CopyButton } from './CopyButton'
import { EngineNotice } from './EngineNotice'
import { PullForm } from './pulls/PullForm'
import { PullList } from './pulls/PullList'
import { useHasRealModel } from './useHasRealModel'

/** Three ways to a first model; nothing once there is one. */
export function FirstModel() {
  return useHasRealModel() === false && <Ways />
}

function Ways() {
  const mayOperate = useMay('operate')
  const folder = useLocalModels().data?.folder
  return (
    <Stack component="section" gap="sm" aria-label="Three ways to a model">
      <EngineNotice />
      <Title order={2} size="h4">
        Three ways to a model
      </Title>
      <PullList />
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="sm">
        <Way title="Put a file there">
          <Text size="sm">A GGUF file in this folder of Ziggie’s machine can be used within seconds:</Text>
          {folder && (
            <Group gap={4} wrap="nowrap">
              <Code style={{ overflowWrap: 'anywhere' }}>{folder}</Code>
              <CopyButton small label="Copy the folder’s path" text={folder} />
            </Group>
          )}
        </Way>
        <Way title="Pull one by its name">
          {mayOperate ? (
            <>
              <Text size="sm">From a registry, or from the address of a .gguf file.</Text>
              <PullForm short />
            </>
          ) : (
            <Text size="sm">An operator can pull one here, from a registry or from the address of a .gguf file.</Text>
          )}
        </Way>
        <Way title="Connect a server">
          <Text size="sm">
            Ollama, llama-server, vLLM and LM Studio on this machine are found by themselves: for Ollama, <Code>ollama serve</Code>, then{' '}
            <Code>ollama pull llama3.2</Code>. {mayOperate ? 'A server elsewhere, or a cloud, is added by its address.' : 'An operator can add a server elsewhere by its address.'}
          </Text>
          {mayOperate && (
            <Button component={Link} to="/backends?add=1" variant="default" style={{ alignSelf: 'flex-start' }}>
              Add a backend
            </Button>
          )}
        </Way>
      </SimpleGrid>
    </Stack>
  )
}

function Way({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={3} size="h5">
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  )
}
