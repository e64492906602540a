import { Group, Text } from '@mantine/core'

const tones = {
  good: 'var(--z-good)',
  warn: 'var(--z-warn)',
  bad: 'var(--z-bad)',
  quiet: 'var(--mantine-color-dimmed)',
}

const byWord: Record<string, keyof typeof tones> = {
  online: 'good',
  healthy: 'good',
  loaded: 'good',
  ok: 'good',
  degraded: 'warn',
  denied: 'warn',
  loading: 'warn',
  unloading: 'warn',
  offline: 'bad',
  failed: 'bad',
  unavailable: 'bad',
  broken: 'bad',
  'not loaded': 'bad',
}

/** A state as mark and word, so that colour is never alone in telling it. */
export function State({ state, title }: { state: string; title?: string }) {
  const tone = byWord[state] ?? 'quiet'
  return (
    <Group gap={6} wrap="nowrap" display="inline-flex" title={title}>
      <Mark tone={tone} />
      <Text component="span" size="sm" fw={500} style={{ color: tones[tone] }}>
        {state}
      </Text>
    </Group>
  )
}

/** Full, half or hollow: the shape tells as much as the colour. */
function Mark({ tone }: { tone: keyof typeof tones }) {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" style={{ flex: 'none', color: tones[tone] }}>
      <circle cx="5" cy="5" r="4" fill={tone === 'good' ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="1.6" />
      {tone === 'warn' && <path d="M5 1a4 4 0 0 1 0 8z" fill="currentColor" />}
      {tone === 'bad' && <path d="M3 3l4 4M7 3l-4 4" stroke="currentColor" strokeWidth="1.4" />}
    </svg>
  )
}
