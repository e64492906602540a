import classes from './Sparkline.module.css'

interface Props {
  values: number[]
  /** Said to those who do not see it. */
  label: string
}

const width = 120
const height = 28

/** A line of the last minutes, without axes: the number beside it says how much. */
export function Sparkline({ values, label }: Props) {
  if (values.length < 2) return null
  const most = Math.max(1e-9, ...values)
  const points = values.map((v, i) => `${((i / (values.length - 1)) * width).toFixed(1)},${(height - 2 - (v / most) * (height - 4)).toFixed(1)}`)
  return (
    <svg className={classes.line} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <polygon points={`0,${height} ${points.join(' ')} ${width},${height}`} />
      <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
