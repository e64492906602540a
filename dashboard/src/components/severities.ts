import type { DoctorReport, Finding } from '~/api/types'

/** The worst first. */
export const severities = ['problem', 'warning', 'hint'] as const

const rank = (severity: string) => severities.indexOf(severity as (typeof severities)[number])

/** How much a cause matters: as much as the worst of what follows from it. */
export const worst = (finding: Finding): string =>
  [finding, ...finding.consequences].map((f) => f.severity).sort((a, b) => rank(a) - rank(b))[0]!

/** How many root causes are as bad as that. */
export const countOf = (report: DoctorReport | undefined, severity: string): number => report?.findings.filter((f) => worst(f) === severity).length ?? 0
