import type { OpenApi, OpenApiOperation } from '~/api/openapi'

export interface Operation extends OpenApiOperation {
  /** What the address names it by. */
  id: string
  method: string
  path: string
  tag: string
}

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head']

/** All operations in the order of the document's tags. */
export function operationsOf(document: OpenApi): Operation[] {
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    methods
      .filter((method) => item[method])
      .map((method) => ({ ...item[method]!, id: `${method} ${path}`, method: method.toUpperCase(), path, tag: item[method]!.tags?.[0] ?? 'Other' })),
  )
  const order = (document.tags ?? []).map((tag) => tag.name)
  const place = (tag: string) => (order.indexOf(tag) + order.length + 1) % (order.length + 1)
  return all.map((o, i) => ({ o, i })).sort((a, b) => place(a.o.tag) - place(b.o.tag) || a.i - b.i).map(({ o }) => o)
}

/** Those in which every word occurs: in method, path, summary, tag or a parameter's name. */
export function search(operations: Operation[], text: string): Operation[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return operations
  return operations.filter((o) => {
    const all = [o.id, o.summary, o.tag, ...(o.parameters ?? []).map((p) => p.name)].join(' ').toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

/** Operations under their tags, both in order. */
export function byTag(operations: Operation[]): [string, Operation[]][] {
  const groups = new Map<string, Operation[]>()
  for (const o of operations) groups.set(o.tag, [...(groups.get(o.tag) ?? []), o])
  return [...groups]
}

export interface Access {
  open: boolean
  /** One of these suffices; none of them named means any caller. */
  scopes: string[]
  /** Ways to prove it. */
  ways: string[]
}

export function accessOf(operation: OpenApiOperation): Access {
  const needs = operation.security ?? []
  return {
    open: needs.length === 0,
    scopes: [...new Set(needs.flatMap((n) => Object.values(n).flat()))],
    ways: [...new Set(needs.flatMap((n) => Object.keys(n)))],
  }
}
