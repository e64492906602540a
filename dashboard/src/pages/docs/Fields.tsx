import { Text, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { OpenApi, Schema } from '~/api/openapi'
import { Icon } from '~/components/icons'
import { aboutOf, fieldsOf, typeName } from './schema'
import classes from './Docs.module.css'

const none = new Set<string>()

/** Fields with type and meaning; those that have fields of their own open. */
export function Fields({ document, schema, required }: { document: OpenApi; schema: Schema | undefined; required: Set<string> }) {
  const fields = fieldsOf(document, schema)
  if (fields.length === 0) return null
  return (
    <ul className={classes.fields}>
      {fields.map(([name, field]) => (
        <Field key={name} document={document} name={name} schema={field} required={required.has(name)} />
      ))}
    </ul>
  )
}

function Field({ document, name, schema, required }: { document: OpenApi; name: string; schema: Schema; required: boolean }) {
  const [open, setOpen] = useState(false)
  const deep = fieldsOf(document, schema).length > 0
  const about = aboutOf(document, schema)
  const line = (
    <>
      <span className={classes.name}>{name}</span> <span className={classes.type}>{typeName(document, schema)}</span>
      {required && (
        <Text span size="xs" c="dimmed">
          {' '}
          required
        </Text>
      )}
    </>
  )
  return (
    <li>
      {deep ? (
        <UnstyledButton onClick={() => setOpen(!open)} aria-expanded={open} fz="sm">
          {line} <Icon name="down" size={12} />
        </UnstyledButton>
      ) : (
        <div>{line}</div>
      )}
      {about && (
        <Text size="sm" c="dimmed">
          {about}
        </Text>
      )}
      {deep && open && <Fields document={document} schema={schema} required={none} />}
    </li>
  )
}
