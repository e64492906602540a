import { CopyButton } from './CopyButton'

interface Props {
  method?: string
  path: string
  body?: unknown
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** The request as a command for a terminal, with a placeholder for the key. */
export function curl({ method = 'GET', path, body }: Props, origin: string): string {
  const parts = ['curl', '-sS', method === 'GET' ? '' : `-X ${method}`, quote(origin + path), `-H "Authorization: Bearer $ZIGGIE_KEY"`]
  if (body !== undefined) parts.push(`-H 'Content-Type: application/json'`, `-d ${quote(JSON.stringify(body))}`)
  return parts.filter(Boolean).join(' ')
}

export function CurlButton(props: Props) {
  return <CopyButton label="Copy as curl" text={() => curl(props, location.origin)} />
}
