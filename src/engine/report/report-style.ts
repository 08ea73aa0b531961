import { createHash } from 'node:crypto'

const tints = Array.from({ length: 10 }, (_, index) => (index + 1) * 6)
const heat = ['1', '2'].map((category) =>
  tints
    .map(
      (tint, index) =>
        `.h${category}${index + 1}{background:color-mix(in srgb,var(--c${category}) ${tint}%,var(--surface))}`,
    )
    .join(''),
)

/** How a report looks, in light and dark and on paper. Nothing in it is fetched. */
export const reportStyle = `:root{color-scheme:light dark;--ground:light-dark(#fbfbfa,#131519);--surface:light-dark(#fff,#191c21);--sunken:light-dark(#f3f3f1,#0f1114);--line:light-dark(#e2e2de,#2b2f36);--control:light-dark(#6b6f76,#8b919b);--text:light-dark(#1b1c1e,#e8e9eb);--quiet:light-dark(#55585e,#a9aeb6);--accent:light-dark(#2457c5,#7aa7ff);--amber:light-dark(#8a5a00,#e0a83a);--c1:#0694fe;--c2:#905e2c}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:2rem 1.5rem 4rem;background:var(--ground);color:var(--text);font:14px/1.45 "Inter Variable",Inter,system-ui,sans-serif;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
h1{margin:0;font-size:28px;line-height:1.25}
h2{margin:2.5rem 0 .5rem;font-size:20px;line-height:1.3}
h3,h4{margin:0;font-size:14px}
.why{border:0}
.why summary{padding:.1rem 0;font-size:12px;color:var(--quiet)}
section>h3{margin:1.75rem 0 .25rem}
h3 .quiet{font-weight:400;font-size:12px}
h4{margin:1rem 0 .25rem;font-weight:500;color:var(--quiet)}
.inside h4:first-child,.inside figure:first-child h4{margin-top:.2rem}
p{margin:.25rem 0;max-width:80ch}
header p{max-width:none}
a{color:var(--accent)}
i{color:var(--quiet);font-style:normal}
code,.mono,td.value{font-family:"JetBrains Mono Variable","JetBrains Mono",ui-monospace,monospace;font-size:12px}
code{background:var(--sunken);padding:0 3px;border-radius:3px}
.quiet,figcaption,caption,.facts dt{color:var(--quiet)}
.amber{color:var(--amber)}
nav ul,.list{list-style:none;margin:0;padding:0}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-top:1rem}
nav a{display:inline-block;padding:3px 0}
.list>li{padding:.4rem 0;border-top:1px solid var(--line)}
.list>li:last-child{border-bottom:1px solid var(--line)}
dl{margin:0}
dd{margin:0}
.source{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.25rem;margin-top:1rem}
.source dt{color:var(--quiet)}
.scroll{overflow-x:auto}
table{border-collapse:collapse}
caption{text-align:left;padding:.25rem 0;font-size:12px}
th,td{padding:.2rem .6rem .2rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
thead th{color:var(--quiet);font-size:12px}
.n{text-align:right;padding-left:.6rem;white-space:nowrap}
.n:last-child{padding-right:0}
.wide{width:100%}
details{border-top:1px solid var(--line)}
.columns>details:last-child{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:.45rem 0}
summary:focus-visible,a:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.row{display:inline-grid;grid-template-columns:minmax(9rem,2fr) 8rem 6rem 5rem 7rem minmax(0,3fr);gap:0 1rem;align-items:center;width:calc(100% - 1.5rem);vertical-align:middle}
.row>*{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.row .n{padding:0}
.head{margin-left:1.1rem;font-size:12px;padding:.25rem 0;color:var(--quiet)}
.inside{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:1rem 2.5rem;padding:.25rem 0 1.5rem 1.1rem}
.facts{columns:15rem;column-gap:2rem}
.facts div{display:flex;gap:.75rem;justify-content:space-between;border-bottom:1px solid var(--line);padding:.2rem 0;break-inside:avoid}
.facts dt{flex:none}
.facts dd{text-align:right;min-width:0}
.facts a,h4 a{color:inherit;text-decoration:underline dotted;text-underline-offset:3px}
figure{margin:0 0 .5rem}
figcaption,.inside details summary{font-size:12px;color:var(--quiet)}
.inside details{border:0}
svg{display:block;width:100%}
.row svg{height:20px}
svg .b{fill:var(--c1)}
svg .a{fill:var(--control)}
svg text{fill:var(--quiet);font-size:12px}
.bars td{padding-top:.1rem;padding-bottom:.1rem;vertical-align:middle}
.bars td.bar{width:35%;padding:.1rem 0 .1rem .6rem}
.bars svg{height:10px}
.heat th,.heat td{border:1px solid var(--ground);padding:.25rem .4rem;font-size:12px}
.heat td{text-align:center;min-width:3.2rem;background:var(--sunken)}
.heat thead th{vertical-align:bottom;max-width:8rem}
${heat.join('')}
.terms dt{font-weight:600;margin-top:.75rem}
@media (max-width:45rem){body{padding:1.25rem 1rem 3rem}.row{grid-template-columns:minmax(0,1fr) 4rem}.row>:nth-child(2),.row>:nth-child(3),.row>:nth-child(5),.row>:nth-child(6){display:none}.inside{grid-template-columns:minmax(0,1fr);padding-left:0}.head{margin-left:1.1rem}}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:11px}nav{display:none}details::details-content{content-visibility:visible;display:block;block-size:auto}.inside details{display:none}.inside,figure,tr{break-inside:avoid}h2,h3{break-after:avoid}}
`

/** What a policy must allow for a report to look as it does, and nothing else. */
export const reportPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(reportStyle).digest('base64')}'; base-uri 'none'; form-action 'none'`
