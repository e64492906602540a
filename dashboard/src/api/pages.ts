interface Page<T> {
  items: T[]
  next?: string | null
}

/** A page never shows more than this at once; beyond it, filters are the way. */
const most = 2_000

/** All pages of a list that is short by nature, up to a bound. */
export async function allPages<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor && items.length < most)
  return items
}
