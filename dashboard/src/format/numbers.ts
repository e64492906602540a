const locale = 'en-US'

/** 1,234,567 */
export const count = (n: number) => Math.round(n).toLocaleString(locale)

/** 1.2k, 3.4M: for places too small for all digits. */
export function compact(n: number): string {
  if (Math.abs(n) < 10_000) return Number.isInteger(n) ? count(n) : n.toLocaleString(locale, { maximumFractionDigits: 1 })
  return n.toLocaleString(locale, { notation: 'compact', maximumFractionDigits: 1 }).replace('K', 'k')
}

/** 4.7 GiB; never more than three digits. */
export function bytes(n: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let i = 0
  while (n >= 999.5 && i < units.length - 1) {
    n /= 1024
    i++
  }
  return `${n.toLocaleString(locale, { maximumFractionDigits: n < 10 && i > 0 ? 1 : 0 })} ${units[i]}`
}

/** 85 ms, 1.24 s, 2 min 5 s; a dash where it did not happen. */
export function duration(ms: number | null | undefined): string {
  if (ms == null || ms < 0) return '–'
  if (ms < 0.05) return '0 ms'
  if (ms < 1) return `${ms.toFixed(1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${(ms / 1000).toFixed(2)} s`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

/** 1.8 % */
export const percent = (fraction: number) => `${(fraction * 100).toLocaleString(locale, { maximumFractionDigits: fraction < 0.1 ? 1 : 0 })} %`

/** Price in whatever currency the configuration thinks in. */
export const money = (n: number) => n.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: n > 0 && n < 1 ? 4 : 2 })

/** "1 model", "3 models" */
export const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`
