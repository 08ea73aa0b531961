import { expect, test } from 'vitest'
import { renderMail } from './render-mail.ts'

const url = 'https://data.example.org/reset-password#token-_'

test('says the same as text and as HTML, with the address in both', () => {
  const { subject, text, html } = renderMail({
    subject: 'Choose a new password',
    paragraphs: ['Hello Ada,', 'a link.'],
    action: { label: 'Choose a new password', url },
    note: 'Nothing has to be done.',
  })
  expect(subject).toBe('Choose a new password')
  expect(text).toBe(
    `Hello Ada,\n\na link.\n\nChoose a new password:\n\n${url}\n\nNothing has to be done.\n\n--\nDataLens\n`,
  )
  for (const said of ['Hello Ada,', 'a link.', `href="${url}"`, 'Nothing has to be done.']) expect(html).toContain(said)
})

test('what people call themselves is no markup', () => {
  const name = `<img src=x onerror=alert(1)> & "co" 'x'`
  const { html } = renderMail({ subject: name, paragraphs: [name], action: { label: name, url: `https://x/"'<>` } })
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot; &#39;x&#39;')
  expect(html).toContain('href="https://x/&quot;&#39;&lt;&gt;"')
})

test('loads nothing from anywhere', () => {
  const { html } = renderMail({ subject: 's', paragraphs: ['p'], action: { label: 'l', url } })
  expect(html).not.toMatch(/<(img|link|script|iframe|form|input)\b|\bsrc=|@import|url\(/i)
})
