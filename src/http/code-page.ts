import { createHash } from "node:crypto";
import type { CodeSheet } from "../actions/code-sheet.ts";
import { dayOf, sayDay } from "../workdays.ts";
import { html, Markup } from "./html.ts";

/**
 * A sheet of codes as a page to print: A4, eight cards a page, dashed lines to cut along. The page stands alone, without
 * scripts or requests, and `policy` (also in the page) allows nothing else.
 */
export function codePage({ expiresAt, cards }: CodeSheet): { body: string; policy: string } {
  const until = sayDay(dayOf(expiresAt));
  const body = html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>绑定码(${cards.length} 张)</title>
<style>${new Markup(style)}</style></head><body>
<p class="hint">请马上打印(Ctrl+P,A4,实际大小),沿虚线剪开交给本人,不要发到群里;印好后请删除这个文件。</p>
<ul>${cards.map(
    ({
      name,
      units,
      code,
    }) => html`<li><p class="who"><strong>${name}</strong><span>${units.join("、")}</span></p>
<p class="code">${code.slice(0, 4)}<i></i>${code.slice(4)}</p>
<ol><li>打开微信,进入与督办助手的聊天。</li><li>把上面 8 个字符发给它,大小写都行。</li><li>收到“绑定成功”和您的姓名,就办好了。</li></ol>
<p class="until">${until}前有效,限本人用一次。</p></li>`,
  )}</ul></body></html>`;
  return { body: body.text, policy };
}

const style = `
@page { size: A4; margin: 10mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 190mm; font: 11pt/1.5 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #000; }
.hint { margin: 8px 0; padding: 8px 12px; border: 1px solid #000; }
body > ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; }
body > ul > li { width: 50%; height: 68mm; padding: 5mm 6mm; overflow: hidden; border: 1px dashed #555; margin: 0 -1px -1px 0; break-inside: avoid; }
p { margin: 0; }
.who strong { font-size: 15pt; margin-right: 3mm; }
.who { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.code { margin: 2mm 0; font: 700 27pt/1.25 Consolas, "DejaVu Sans Mono", monospace; letter-spacing: 1px; }
.code i { display: inline-block; width: 4mm; }
ol { margin: 0; padding-left: 6mm; font-size: 10.5pt; }
.until { margin-top: 1.5mm; font-size: 9.5pt; }
@media print { .hint { display: none; } }
`;

const hash = createHash("sha256").update(style).digest("base64");
const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
