/** A metric's name in the history, as the server makes it. */
export const metricName = (...parts: string[]) => parts.map((part) => part.replace(/[,\s\p{Cc}]/gu, '-')).join('.')
