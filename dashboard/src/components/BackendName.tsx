import { Group } from '@mantine/core'
import { backendColor } from '~/theme/backendColor'

/** A backend's name with its colour. */
export function BackendName({ name }: { name: string }) {
  return (
    <Group component="span" gap={6} wrap="nowrap" display="inline-flex">
      <svg width="8" height="8" aria-hidden="true" style={{ flex: 'none' }}>
        <rect width="8" height="8" rx="2" fill={backendColor(name)} />
      </svg>
      <span>{name}</span>
    </Group>
  )
}
