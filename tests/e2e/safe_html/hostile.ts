// SPDX-License-Identifier: Apache-2.0
// Bodies that broke other webmails, by what they try. HIT is a script that the page would notice,
// EVIL a host that counts what it is asked for.

export interface Hostile {
  name: string;
  html: string;
}

const kHit = 'parent.ran=1;top.ran=1;opener&&(opener.ran=1)';
const kHost = '//EVIL';

function trick(name: string, ...bodies: string[]): Hostile[] {
  return bodies.map((html, index) => ({
    name: bodies.length > 1 ? `${name} (${index + 1})` : name,
    html: html.replaceAll('HIT', kHit).replaceAll('http:EVIL', `http:${kHost}`),
  }));
}

const kDataSvg =
  'data:image/svg+xml;base64,PHN2ZyBpZD0neCcgeG1sbnM9J2h0dHA6Ly93d3cudzMub3JnLzIwMDAvc3ZnJz48aW1hZ2UgaHJlZj0nMScgb25lcnJvcj0ncGFyZW50LnJhbj0xJy8+PC9zdmc+';

export const scripts: Hostile[] = [
  ...trick(
    'plain script',
    '<script>HIT</script>',
    '<img src=x onerror="HIT">',
    '<body onload="HIT">',
  ),
  ...trick(
    'svg use with a data: URL',
    `<svg><use href="${kDataSvg}#x"/></svg>`,
    `<svg><use xlink:href="data:image/s\tvg+xml;base64,${kDataSvg.slice(26)}#x"/></svg>`,
    `<svg><use href="data:image/svg+xml &#10;;base64,${kDataSvg.slice(26)}#x"/></svg>`,
  ),
  ...trick(
    'svg animation that writes javascript:',
    '<svg><a id=x><animate attributeName=href values="javascript:HIT"/><text x=20 y=20>Click</text></a></svg>',
    '<svg><a><set attributeName="href " to="javascript:HIT"/><text y=20>Click</text></a></svg>',
    '<svg><animate attributeName="href" values="https://a;javascript:HIT" keyTimes="0;0" begin="0s" onbegin="HIT"/></svg>',
    '<svg><animate onbegin=HIT attributeName=x dur=1s><animate href=#x attributeName=href from=javascript:HIT to=1 by=2 /></svg>',
  ),
  ...trick(
    'xmlns with quote and handler',
    "<svg xmlns=\"' onload='HIT'\"></svg>",
    '<svg xmlns="http://www.w3.org/2000/svg" onload="HIT"></svg>',
    '<head xmlns="&quot; onload=&quot;HIT"></head>',
  ),
  ...trick(
    'MathML href',
    '<math href="javascript:HIT">CLICK</math>',
    '<math><mstyle HREF="javascript:HIT">x</mstyle><ms xlink:href="javascript:HIT">y</ms></math>',
  ),
  ...trick('base with javascript:', '<base href="javascript:HIT//"><a href="x">click</a>'),
  ...trick(
    'entities in the scheme',
    '<a href="&#106avascript&colon;HIT">x</a>',
    '<a href="java&#10;script:HIT">x</a>',
    '<a href="&#x1;javascript:HIT">x</a>',
    '<a href="jav\tascript:HIT">x</a><area href="JaVaScRiPt:HIT">',
  ),
  ...trick(
    'CDATA in HTML',
    '<![CDATA[<script>HIT</script>]]>',
    '<p><![CDATA[<img src=x onerror=HIT>]]></p>',
  ),
  ...trick(
    'style end tag hidden in an attribute inside svg',
    '<svg><style><a title="</style><img src=x onerror=HIT>"></style></svg>',
    '<svg><style><!--</style><body onload=HIT>--></style></svg>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=HIT&gt;">',
  ),
  ...trick(
    'style attribute that breaks out',
    '<p style="x:expression(HIT);y:url(\'javascript:HIT\')" / onmouseover="HIT">x</p>',
    '<p style=\'font:"x&quot; onclick=HIT x="\'>x</p>',
  ),
  ...trick(
    'CSS content with an end tag',
    '<style>a::after{content:"</style><img src=x onerror=HIT>"}</style>',
    '<style>p{color:red}\\3c/style\\3e<script>HIT</script></style>',
  ),
  ...trick(
    'clean-up after sanitising',
    '<img alt="<x" title="/><img src=x onerror=HIT>">',
    '<b title="bgcolor=&quot; onfocus=HIT autofocus">x</b>',
  ),
  ...trick(
    'a second parser',
    '<p>http://x.example/"onmouseover="HIT"</p>',
    '<a href="https://x.example/&quot;onclick=&quot;HIT">x</a>',
  ),
  ...trick(
    'node moved between name spaces',
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=HIT>',
    '<svg></p><style><a id="</style><img src=1 onerror=HIT>">',
  ),
  ...trick(
    'tags the browser repairs',
    '<img <="" src=x onerror=HIT>',
    '<a/x="<img src=x onerror=HIT>"/onclick=HIT>x',
    '<<script>HIT//<</script>',
  ),
  ...trick(
    'plain text placeholders',
    '##str_replacement_0##<img src=x onerror=HIT>',
    '[<script>HIT</script>]:http://x',
  ),
  ...trick(
    'mailto with a tag',
    '<a href="mailto:x@y.example?subject=<img src=x onerror=HIT>">x</a>',
  ),
  ...trick('text/enriched', '<bold><x-html><script>HIT</script></x-html></bold>'),
  ...trick(
    'details and repeat',
    '<details open ontoggle=HIT>x</details>',
    '<svg><animate onrepeat=HIT onend=HIT dur=0.01s repeatCount=2 attributeName=x></svg>',
  ),
  ...trick(
    'invite and contact fields',
    '<td data-x="\'><script>HIT</script>">x</td>',
    '"><svg/onload=HIT>',
  ),
  ...trick(
    'attachment names and types as text',
    '<img src=x alt="a.png&quot; onerror=&quot;HIT">',
    '<object data="data:text/html,<script>HIT</script>"></object><embed src="data:text/html,x">',
  ),
  ...trick(
    'active preview',
    '<iframe srcdoc="<script>HIT</script>"></iframe>',
    '<iframe src="javascript:HIT"></iframe>',
    '<xml><x:script xmlns:x="http://www.w3.org/1999/xhtml">HIT</x:script></xml>',
  ),
  ...trick(
    'clobbering',
    '<form><input name=attributes><input name=parentNode><input name=ownerDocument><img src=x onerror=HIT></form>',
    '<img name=body><img name=documentElement><a id=contentDocument></a>',
    '<form id=x><input name=nodeName><svg onload=HIT></form>',
  ),
  ...trick(
    'selectedcontent and other new tags',
    '<select><button><selectedcontent></selectedcontent></button><option><img src=x onerror=HIT></select>',
    '<template shadowrootmode=open><script>HIT</script></template>',
    '<x-y is=z onclick=HIT>x</x-y>',
  ),
  ...trick(
    'links to local files',
    '<a href="smb://host/x">x</a><a href="file:///etc/passwd">y</a><a href="ftp://host/z">z</a><a href="vbscript:HIT">v</a>',
  ),
  ...trick(
    'javascript: navigation',
    '<a href="javascript:HIT" target=_self>x</a>',
    '<meta http-equiv=refresh content="0;url=javascript:HIT">',
    '<form action="javascript:HIT"><button>x</button></form>',
  ),
  ...trick(
    'popovers and commands',
    '<button popovertarget=p command=show-popover>x</button><div id=p popover onbeforetoggle=HIT>y</div>',
  ),
];

export const loads: Hostile[] = [
  ...trick(
    'pictures',
    '<img src="http:EVIL/img.png">',
    '<img srcset="http:EVIL/set.png 1x">',
    '<picture><source srcset="http:EVIL/source.png"><img></picture>',
    '<input type=image src="http:EVIL/input.png">',
  ),
  ...trick(
    'feImage',
    '<svg width=9 height=9><filter id=f><feImage href="http:EVIL/fe"/></filter><rect width=9 height=9 filter="url(#f)"/></svg>',
  ),
  ...trick(
    'body background',
    '<body background="http:EVIL/body.png">',
    '<body background="x) url(http:EVIL/body2.png">',
    '<table background="http:EVIL/table.png"><tr><td background="http:EVIL/td.png">x</table>',
  ),
  ...trick(
    'var() fallback',
    '<p style="background:var(--a,url(http:EVIL/var.png))">x</p>',
    '<style>p{--b:url(http:EVIL/var2.png);background:var(--b)}</style><p>x</p>',
  ),
  ...trick(
    'SMIL',
    '<svg><rect width=9 height=9><animate attributeName=fill to="url(http:EVIL/smil)"/><set attributeName=mask to="url(http:EVIL/mask#m)"/><animate attributeName=cursor values="url(http:EVIL/cur)"/></rect></svg>',
    '<svg><image><animate attributeName=src to="http:EVIL/a.png"/><set attributeName=href to="http:EVIL/b.png"/></image></svg>',
  ),
  ...trick(
    'unclosed url(',
    '<p style="background:url(http:EVIL/unclosed.png">x</p>',
    '<svg><rect fill="url(http:EVIL/fill" width=9 height=9 /></svg>',
  ),
  ...trick(
    'CSS escapes',
    '<p style="background:\\75\\72\\6c(http:EVIL/escape.png)">x</p>',
    '<p style="background:u\\r\\l(http:EVIL/escape2.png)">x</p>',
    '<style>@\\69mport "http:EVIL/escape.css";</style>',
    '<style>@im\\70ort url(http:EVIL/escape2.css)</style>',
    '<p style="background:\\5c75rl(http:EVIL/escape3.png)">x</p>',
    '<p style="background:/**/u/**/rl(http:EVIL/e4.png)">x</p>',
  ),
  ...trick(
    'image-set and cross-fade',
    '<p style="background-image:image-set(\'http:EVIL/set1.png\' 1x)">x</p>',
    '<p style="background-image:-webkit-image-set(url(http:EVIL/set2.png) 1x)">x</p>',
    '<p style="background:-webkit-cross-fade(url(http:EVIL/cf1.png),url(http:EVIL/cf2.png),50%)">x</p>',
  ),
  ...trick(
    '@import',
    '<style>@import "http:EVIL/i.css";@import url(http:EVIL/i2.css);</style>',
    '<style>@media all{@import "http:EVIL/i3.css";}</style>',
    '<link rel=stylesheet href="http:EVIL/l.css"><link rel=preload as=image href="http:EVIL/p.png"><link rel=prefetch href="http:EVIL/pf">',
  ),
  ...trick(
    'other CSS pictures',
    '<ul style="list-style-image:url(http:EVIL/li.png)"><li>x</ul>',
    '<p style="border:9px solid;border-image:url(http:EVIL/bi.png) 9">x</p>',
    '<p style="float:left;width:9px;height:9px;shape-outside:url(http:EVIL/so.png)">x</p>',
    '<style>p::before{content:url(http:EVIL/c.png)}</style><p>x</p>',
    '<p style="cursor:url(http:EVIL/cu.png),auto;mask-image:url(http:EVIL/mi.png);filter:url(http:EVIL/fi.svg#a)">x</p>',
    '<style>@font-face{font-family:f;src:url(http:EVIL/f.woff)}p{font-family:f}</style><p>x</p>',
  ),
  ...trick(
    'a host that looks like data:image',
    '<img src="http:EVIL/data:image/png;base64,x">',
    '<img src="//data:image@EVIL/x.png">',
  ),
  ...trick(
    'LAN hosts',
    '<img src="http://localhost.:1/x"><img src="http://[::ffff:7f00:1]:1/x"><img src="http://127.0.0.1.nip.io:1/x">',
  ),
  ...trick(
    'encoded quotes smuggling a declaration',
    '<p style="font-family:&quot;x&quot;;background:url(&#39;http:EVIL/q.png&#39;)">x</p>',
    "<p style='font-family:\"\\22;background:url(http:EVIL/q2.png)'>x</p>",
    '<p style="a:b&amp;;background:url(http:EVIL/q3.png)">x</p>',
  ),
  ...trick(
    'prefetch and ping',
    '<a href="https://x.example" ping="http:EVIL/ping">x</a><link rel=dns-prefetch href="http:EVIL"><link rel=preconnect href="http:EVIL">',
    '<meta http-equiv="x-dns-prefetch-control" content="on">',
  ),
  ...trick(
    'media and plugins',
    '<video poster="http:EVIL/poster.png" src="http:EVIL/v.mp4" autoplay></video><audio src="http:EVIL/a.mp3" autoplay></audio>',
    '<object data="http:EVIL/o"></object><embed src="http:EVIL/e"><applet code="http:EVIL/ap"></applet>',
    '<track src="http:EVIL/t"><bgsound src="http:EVIL/bg"><image src="http:EVIL/image.png">',
  ),
  ...trick(
    'frames and refresh',
    '<iframe src="http:EVIL/frame"></iframe><frameset><frame src="http:EVIL/fs"></frameset>',
    '<meta http-equiv=refresh content="0;url=http:EVIL/refresh">',
    '<base href="http:EVIL/"><img src="relative.png">',
    '<form action="http:EVIL/form" autofocus><input autofocus></form>',
  ),
  ...trick(
    'noscript and comments',
    '<noscript><img src="http:EVIL/ns.png"></noscript>',
    '<!--[if true]><img src="http:EVIL/ie.png"><![endif]-->',
    '<noembed><img src="http:EVIL/ne.png"></noembed>',
  ),
];

export const covers: Hostile[] = [
  ...trick(
    'fixed position',
    '<div style="position:/*x*/fixed!important;inset:0;z-index:99999;background:red">x</div>',
    '<style>:root{position:fixed}div{position:\nfixed;top:-9999px</style><div>x</div>',
  ),
  ...trick(
    'animation of style',
    '<svg><animate attributeName=style to="position:fixed;inset:0"/></svg>',
  ),
  ...trick(
    'the app made invisible',
    '<style>html,:root,#app,iframe,button{opacity:0!important;display:none!important}</style><p>x</p>',
  ),
  ...trick(
    'a head style that hides a banner',
    '<html><head><style>.warning,body *{display:none}</style></head><body><p class=warning>x</p></body></html>',
  ),
];
