import type { Backend, BackendInput } from '~/api/types'

/** What the form holds: text and numbers as they are typed. */
export interface Fields {
  name: string
  type: Backend['type']
  url: string
  apiKey: string
  roles: string[]
  maxConcurrency: string | number
  priority: string | number
}

export const types = [
  { value: 'ollama', label: 'Ollama' },
  { value: 'openai', label: 'OpenAI-compatible (llama-server, vLLM, LM Studio, a cloud)' },
  { value: 'anthropic', label: 'Anthropic' },
  { value: 'simulator', label: 'Simulator' },
]

export const urlHint: Record<string, string> = {
  ollama: 'http://127.0.0.1:11434',
  openai: 'http://127.0.0.1:8080/v1',
  anthropic: 'https://api.anthropic.com',
  simulator: 'http://127.0.0.1:9000',
}

export const fromBackend = (backend?: Backend): Fields => ({
  name: backend?.name ?? '',
  type: backend?.type ?? 'ollama',
  url: backend?.url ?? '',
  apiKey: '',
  roles: backend?.roles ?? [],
  maxConcurrency: backend?.maxConcurrency ?? '',
  priority: backend?.priority ?? '',
})

const number = (value: string | number) => (value === '' ? undefined : Number(value))

/** What the API takes; name and type stay as they are once it exists, but a trial needs them. */
export function toInput(fields: Fields, backend?: Backend, whole = !backend): BackendInput {
  return {
    ...(whole ? { name: fields.name.trim() || undefined, type: fields.type } : {}),
    url: fields.url.trim(),
    apiKey: fields.apiKey || undefined,
    roles: fields.roles,
    maxConcurrency: number(fields.maxConcurrency),
    priority: number(fields.priority),
  } as BackendInput
}
