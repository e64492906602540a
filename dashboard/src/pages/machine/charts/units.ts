import { bytes, compact } from '~/format/numbers'

export type Unit = 'percent' | 'bytes' | 'bytesPerSecond' | 'celsius' | 'watts' | 'processes'

interface Shown {
  format: (n: number) => string
  axis?: (n: number) => string
  incrs?: number[]
}

const digits = (n: number, most: number) => n.toLocaleString('en-US', { maximumFractionDigits: most })

/** Steps that memory is counted in: from a byte to some TiB, in powers of two. */
const binary = Array.from({ length: 45 }, (_, i) => 2 ** i)

export const units: Record<Unit, Shown> = {
  percent: { format: (n) => `${digits(n, n < 10 ? 1 : 0)} %`, axis: (n) => `${digits(n, 1)} %` },
  bytes: { format: bytes, incrs: binary },
  bytesPerSecond: { format: (n) => `${bytes(n)}/s`, incrs: binary },
  celsius: { format: (n) => `${digits(n, 0)} °C` },
  watts: { format: (n) => `${digits(n, 0)} W` },
  processes: { format: (n) => digits(n, 2), axis: compact },
}
