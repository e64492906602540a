/** Text of the server: what stands between backticks is code. */
export const Described = ({ text }: { text: string }) => text.split('`').map((part, i) => (i % 2 ? <code key={i}>{part}</code> : part))
