// Okabe and Ito's palette without its yellow and black: told apart with every kind of colour blindness, in light and dark.
const palette = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#8c6bb1', '#7f7f7f']
const place = 'ziggie.backend-colours'

function remembered(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(place) ?? '[]')
    return Array.isArray(value) ? value.filter((v) => typeof v === 'string') : []
  } catch {
    return []
  }
}

const seen = remembered()

/** The backend's colour on every page: given when first seen, kept in this browser. */
export function backendColor(name: string): string {
  let index = seen.indexOf(name)
  if (index < 0) {
    index = seen.push(name) - 1
    if (seen.length <= 64) localStorage.setItem(place, JSON.stringify(seen))
  }
  return palette[index % palette.length]!
}
