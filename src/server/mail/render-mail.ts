import { type Html, html } from '../../shared/html.ts'
import type { Mail } from './mail.ts'

/** The parts of a mail as they are sent. */
export interface RenderedMail {
  subject: string
  text: string
  html: string
}

const fonts = `Inter, -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif`

/** Without images, and readable without styles: programs that know dark get dark colours, the others light ones. */
export function renderMail(mail: Mail): RenderedMail {
  const { subject, paragraphs, action, note } = mail
  const text = [
    ...paragraphs,
    ...(action ? [`${action.label}:`, action.url] : []),
    ...(note ? [note] : []),
    '--\nDataLens',
  ]
  return { subject, text: `${text.join('\n\n')}\n`, html: page(mail).markup }
}

const page = ({
  subject,
  paragraphs,
  action,
  note,
}: Pick<Mail, 'subject' | 'paragraphs'> & Partial<Mail>): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
.ground { background: #131519 !important; }
.card { background: #191c21 !important; border-color: #2b2f36 !important; }
.text { color: #e8e9eb !important; }
.second { color: #a9aeb6 !important; }
.button { background: #7aa7ff !important; color: #0f1114 !important; }
.plain { color: #7aa7ff !important; }
}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#fbfbfa">
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0"
 style="background:#fbfbfa">
<tr>
<td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:520px">
<tr>
<td class="text" style="padding:0 4px 16px;font:600 16px/24px ${fonts};letter-spacing:-0.01em;color:#1b1c1e">
datalens
</td>
</tr>
<tr>
<td class="card" style="padding:28px;background:#ffffff;border:1px solid #e2e2de;border-radius:8px">
<h1 class="text" style="margin:0 0 16px;font:600 20px/28px ${fonts};color:#1b1c1e">${subject}</h1>
${paragraphs.map(paragraph)}
${action && button(action)}
${note && html`<p class="second" style="margin:20px 0 0;font:13px/20px ${fonts};color:#55585e">${note}</p>`}
</td>
</tr>
</table>
</td>
</tr>
</table>
</body>
</html>
`

const paragraph = (text: string) =>
  html`<p class="text" style="margin:0 0 12px;font:15px/23px ${fonts};color:#1b1c1e">${text}</p>
`

const button = ({ label, url }: { label: string; url: string }) => html`<p style="margin:20px 0">
<a class="button" href="${url}"
 style="display:inline-block;padding:10px 18px;border-radius:6px;background:#2457c5;color:#ffffff;font:600 15px/20px ${fonts};text-decoration:none">${label}</a>
</p>
<p class="second" style="margin:0;font:13px/20px ${fonts};color:#55585e">Or open this address:<br>
<a class="plain" href="${url}" style="color:#2457c5;word-break:break-all">${url}</a></p>`
