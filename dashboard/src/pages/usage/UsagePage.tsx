import { Page } from '~/components/Page'

export function Component() {
  return <Page title="Usage">{null}</Page>
}
