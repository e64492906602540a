import { Anchor, type AnchorProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'

interface Props extends AnchorProps {
  name: string
  value: string
  children: ReactNode
}

/** A link to the same view with one piece of its state changed. */
export function ParamLink({ name, value, children, ...rest }: Props) {
  const [params] = useSearchParams()
  const next = new URLSearchParams(params)
  next.set(name, value)
  return (
    <Anchor component={Link} to={{ search: next.toString() }} replace size="sm" onClick={(e) => e.stopPropagation()} {...rest}>
      {children}
    </Anchor>
  )
}
