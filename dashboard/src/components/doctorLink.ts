/** Whether a reason's code is one that the doctor explains. */
export const isDoctorCode = (code: string | null | undefined): code is string => !!code && /^[A-Z]\d{3}$/.test(code)

/** The Doctor page with a finding chosen. */
export const findingLink = (code: string, target?: string) => `/doctor?selected=${encodeURIComponent(target ? `${code}/${target}` : code)}`

/** A backend as the doctor names it. */
export const backendTarget = (name: string) => `backend:${name}`
