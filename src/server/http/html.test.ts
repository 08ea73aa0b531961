import { expect, test } from 'vitest'
import { html } from '../../shared/html.ts'

test('values are escaped, markup is not, lists are joined and false vanishes', () => {
  const name = `<script>"&'`
  expect(html`<b title="${name}">${[html`<i>1</i>`, '<2>']}${false}${null}${0}</b>`.markup).toBe(
    '<b title="&lt;script&gt;&quot;&amp;&#39;"><i>1</i>&lt;2&gt;0</b>',
  )
})
