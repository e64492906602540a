import { isValidElement, useRef, type ReactNode } from 'react'
import { CopyButton } from '~/components/CopyButton'
import classes from './Markdown.module.css'

function languageOf(children: ReactNode): string {
  if (!isValidElement<{ className?: string }>(children)) return ''
  return /language-([\w+#-]+)/.exec(children.props.className ?? '')?.[1] ?? ''
}

export function CodeBlock({ children }: { children?: ReactNode }) {
  const pre = useRef<HTMLPreElement>(null)
  return (
    <div className={classes.code}>
      <div className={classes.codeBar}>
        <span>{languageOf(children)}</span>
        <CopyButton small label="Copy the code" text={() => pre.current?.textContent ?? ''} />
      </div>
      <pre ref={pre} tabIndex={0}>
        {children}
      </pre>
    </div>
  )
}
