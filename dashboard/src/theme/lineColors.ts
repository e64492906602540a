/** Okabe and Ito's palette without its yellow and black: told apart with every kind of colour blindness. */
const light = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#8c6bb1', '#7f7f7f']
const dark = ['#4dabf7', '#ff922b', '#38d9a9', '#e599c9', '#99d8f9', '#ffd166', '#b197fc', '#adb5bd']

/** The colour of a chart's n-th line. */
export const lineColor = (n: number, isDark: boolean) => (isDark ? dark : light)[n % light.length]!
