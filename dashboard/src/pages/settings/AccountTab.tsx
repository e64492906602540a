import { Stack, Text, Title } from '@mantine/core'
import { useMe } from '~/api/auth'
import { PasswordForm } from './PasswordForm'
import { Sessions } from './Sessions'

export function AccountTab() {
  const me = useMe().data
  return (
    <Stack gap="xl">
      <Text size="sm">
        Signed in as <b>{me?.username}</b>, role {me?.role}.
      </Text>
      <section>
        <Title order={2} size="h4" mb="sm">
          Password
        </Title>
        <PasswordForm />
      </section>
      <section>
        <Title order={2} size="h4" mb="sm">
          Sessions
        </Title>
        <Sessions />
      </section>
    </Stack>
  )
}
