import { Drawer, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { DoctorCode } from '~/api/types'
import { Severity } from '~/components/Severity'
import { EvidenceLines } from '../findings/EvidenceLines'
import { layerOf } from '../findings/findings'

/** What a code means, how to see it by hand, and what mends it. */
export function CodeDrawer({ asked, code, close }: { asked: string; code: DoctorCode | undefined; close: () => void }) {
  return (
    <Drawer opened={!!asked} onClose={close} position="right" size="lg" title={code ? `${code.code}: ${code.title}` : asked} styles={{ title: { fontWeight: 600 } }}>
      {code ? (
        <Stack>
          <Group gap="md">
            <Severity severity={code.severity} />
            <Text size="sm" c="dimmed">
              about {layerOf(code.layer)}
            </Text>
          </Group>
          <Part title="What it means">{code.meaning}</Part>
          {code.byHand.length > 0 && (
            <section>
              <Title order={3} size="h5" mb={4}>
                By hand
              </Title>
              <EvidenceLines lines={code.byHand.map((line) => (line.startsWith('$ ') ? line : `$ ${line}`))} />
            </section>
          )}
          <Part title="What to do">{code.mend}</Part>
          {code.fixes && <Part title="What Ziggie can do">{code.fixes}</Part>}
        </Stack>
      ) : (
        <Text size="sm" c="dimmed">
          The doctor has no such code.
        </Text>
      )}
    </Drawer>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={3} size="h5" mb={4}>
      {title}
    </Title>
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Text>
  </section>
)
