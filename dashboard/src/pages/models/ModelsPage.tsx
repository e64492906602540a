import { Page } from '~/components/Page'

export function Component() {
  return <Page title="Models">{null}</Page>
}
