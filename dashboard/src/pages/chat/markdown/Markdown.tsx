import { memo } from 'react'
import ReactMarkdown from 'react-markdown'
import rehypeHighlight from 'rehype-highlight'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import { CodeBlock } from './CodeBlock'
import { languages } from './languages'
import { splitBlocks } from './splitBlocks'
import classes from './Markdown.module.css'
import './highlight.css'

const remark = [remarkGfm]
// Sanitised before highlighting: what the highlighter adds is ours, what the model wrote is not.
const rehype = [rehypeSanitize, [rehypeHighlight, { languages, detect: false }]] as never

/** Raw HTML is shown as text; pictures from elsewhere become links, so that nothing is fetched unasked. */
const Block = memo(function Block({ text }: { text: string }) {
  return (
    <ReactMarkdown
      remarkPlugins={remark}
      rehypePlugins={rehype}
      components={{
        pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
        a: ({ href, children }) => (
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            {children}
          </a>
        ),
        img: ({ src, alt }) => (
          <a href={typeof src === 'string' ? src : undefined} target="_blank" rel="noopener noreferrer nofollow">
            {alt || 'picture'}
          </a>
        ),
        table: ({ children }) => (
          <div className={classes.table}>
            <table>{children}</table>
          </div>
        ),
      }}
    >
      {text}
    </ReactMarkdown>
  )
})

/** While it grows only the last block is parsed anew; once whole it is parsed as one. */
export default function Markdown({ text, growing }: { text: string; growing: boolean }) {
  const blocks = growing ? splitBlocks(text) : [text]
  return (
    <div className={classes.markdown}>
      {blocks.map((block, i) => (
        <Block key={i} text={block} />
      ))}
    </div>
  )
}
