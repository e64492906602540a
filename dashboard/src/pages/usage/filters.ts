/** What the usage can be narrowed to, one value each. */
export const dimensions = ['model', 'backend', 'key', 'user', 'status'] as const

export type Dimension = (typeof dimensions)[number]
