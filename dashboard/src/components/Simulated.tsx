import { Badge } from '@mantine/core'

/** Marks what Ziggie's simulator makes up. */
export const Simulated = ({ small }: { small?: boolean }) => (
  <Badge size={small ? 'xs' : 'md'} color="#a33b00" variant="outline" title="The answers are made up by Ziggie's simulator" bg="var(--mantine-color-body)" c="light-dark(#a33b00, #ffc078)">
    {small ? 'simulated' : 'Simulated'}
  </Badge>
)
