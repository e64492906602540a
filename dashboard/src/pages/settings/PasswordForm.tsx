import { Button, PasswordInput, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState, type FormEvent } from 'react'
import { fieldErrors } from '~/api/errors'
import { useChangePassword } from '~/api/settings'
import { ErrorBox } from '~/components/ErrorBox'

const nothing = { current: '', next: '', again: '' }

export function PasswordForm() {
  const [fields, setFields] = useState(nothing)
  const change = useChangePassword()
  const errors = fieldErrors(change.error)
  const differs = fields.again !== '' && fields.again !== fields.next
  const set = (name: keyof typeof nothing) => (event: { currentTarget: HTMLInputElement }) => {
    const { value } = event.currentTarget
    setFields((before) => ({ ...before, [name]: value }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(
      { current: fields.current, new: fields.next },
      {
        onSuccess: () => {
          setFields(nothing)
          notifications.show({ color: 'teal', title: 'Password changed', message: 'Your other sessions have ended.' })
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack maw={360} gap="sm">
        {change.error && Object.keys(errors).length === 0 && <ErrorBox error={change.error} />}
        <PasswordInput label="Password now" value={fields.current} onChange={set('current')} autoComplete="current-password" error={errors.current} required />
        <PasswordInput label="New password" value={fields.next} onChange={set('next')} autoComplete="new-password" error={errors.new} required />
        <PasswordInput
          label="New password again"
          value={fields.again}
          onChange={set('again')}
          autoComplete="new-password"
          error={differs && 'It differs from the one above.'}
          required
        />
        <Button type="submit" loading={change.isPending} disabled={!fields.current || !fields.next || fields.again !== fields.next} style={{ alignSelf: 'flex-start' }}>
          Change the password
        </Button>
      </Stack>
    </form>
  )
}
