import { Stack, Text } from '@mantine/core'
import { useEffect, useMemo, useRef } from 'react'
import { Link, useSearchParams } from 'react-router'
import { FilterInput } from '~/components/table/FilterInput'
import { useParam } from '~/components/useParam'
import { Method } from './Method'
import { byTag, search, type Operation } from './operations'
import classes from './Docs.module.css'

export function OperationList({ operations, current }: { operations: Operation[]; current: Operation | undefined }) {
  const [text, setText] = useParam('q')
  const groups = useMemo(() => byTag(search(operations, text)), [operations, text])
  const here = useRef<HTMLAnchorElement>(null)
  useEffect(() => void here.current?.scrollIntoView({ block: 'center' }), [])
  const [params] = useSearchParams()
  const to = (id: string) => {
    const next = new URLSearchParams(params)
    next.set('op', id)
    return `?${next}`
  }

  return (
    <Stack gap="sm">
      <FilterInput label="Search the API" value={text} onChange={setText} />
      {groups.length === 0 && (
        <Text size="sm" c="dimmed" role="status">
          Nothing has all of these words.
        </Text>
      )}
      {groups.map(([tag, list]) => (
        <nav key={tag} aria-label={tag}>
          <Text size="xs" fw={600} c="dimmed" mb={4}>
            {tag}
          </Text>
          {list.map((o) => (
            <Link key={o.id} ref={o === current ? here : undefined} to={to(o.id)} className={classes.item} aria-current={o === current ? 'page' : undefined} title={o.summary}>
              <Method name={o.method} />
              <span className={classes.path}>{o.path}</span>
            </Link>
          ))}
        </nav>
      ))}
    </Stack>
  )
}
