import classes from './Docs.module.css'

/** The method, told apart by word and by colour. */
export const Method = ({ name }: { name: string }) => (
  <span className={classes.method} data-method={name}>
    {name}
  </span>
)
