import { Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { FormEvent } from 'react'
import { Navigate, useSearchParams } from 'react-router'
import { useMe, useSignIn } from '~/api/auth'
import { ApiError } from '~/api/errors'
import { ErrorBox } from '~/components/ErrorBox'
import mark from '~/theme/mark.svg'
import { safeReturn } from './safeReturn'

/** Wrong names and passwords get one answer, so that neither is given away. */
function message(error: Error) {
  if (!(error instanceof ApiError)) return error
  if (error.status === 401) return new ApiError(401, 'Not signed in', 'The user name or the password is wrong.', error.code)
  if (error.status === 429) {
    const wait = error.retryAfterSeconds ? `in ${error.retryAfterSeconds} s` : 'in some minutes'
    return new ApiError(429, 'Too many attempts', `Try again ${wait}.`, error.code)
  }
  return error
}

export function Component() {
  useDocumentTitle('Sign in · Ziggie')
  const [params] = useSearchParams()
  const me = useMe()
  const signIn = useSignIn()
  if (me.data) return <Navigate to={safeReturn(params.get('to'))} replace />

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    signIn.mutate({ username: String(form.get('username')).trim(), password: String(form.get('password')) })
  }

  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="xl" radius="lg" w="100%" maw={400}>
        <form onSubmit={submit}>
          <Stack>
            <img src={mark} width="40" height="40" alt="" />
            <div>
              <Title order={1} size="h2">
                Sign in to Ziggie
              </Title>
              <Text c="dimmed" size="sm">
                The control center for your models.
              </Text>
            </div>
            {signIn.error && <ErrorBox error={message(signIn.error)} />}
            <TextInput name="username" label="User name" autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus withAsterisk={false} />
            <PasswordInput name="password" label="Password" autoComplete="current-password" required withAsterisk={false} />
            <Button type="submit" loading={signIn.isPending}>
              Sign in
            </Button>
            <Text c="dimmed" size="xs">
              First visit? The user is <b>admin</b>; <code>ziggie up</code> printed the one-time password when it first started.
            </Text>
          </Stack>
        </form>
      </Paper>
    </Center>
  )
}
