import { Button, Group, Popover, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ranges } from './range'

interface Props {
  value: string
  onChange: (value: string) => void
}

/** The time that the whole page shows. */
export function RangePicker({ value, onChange }: Props) {
  const own = value.includes('..')
  const [first = '', last = ''] = own ? value.split('..') : []
  const [from, setFrom] = useState(first)
  const [to, setTo] = useState(last)
  return (
    <Group gap="xs">
      <SegmentedControl size="xs" aria-label="Range" value={own ? '' : value} onChange={onChange} data={ranges} />
      <Popover position="bottom-end" trapFocus>
        <Popover.Target>
          <Button size="xs" variant={own ? 'light' : 'default'}>
            {own ? `${first} to ${last}` : 'Days…'}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="xs">
            <TextInput type="date" label="First day" value={from} onChange={(e) => setFrom(e.currentTarget.value)} max={to || undefined} />
            <TextInput type="date" label="Last day" value={to} onChange={(e) => setTo(e.currentTarget.value)} min={from || undefined} />
            <Button size="xs" disabled={!from || !to || from > to} onClick={() => onChange(`${from}..${to}`)}>
              Show
            </Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Group>
  )
}
