import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A page ready to serve, held in memory. */
export interface Page {
  html: PageFile;
  script: PageFile;
  style: PageFile;
  icon: PageFile;
}

interface PageFile {
  type: string;
  text: string;
}

/** Bundles `src/pages/<name>`; rejects when the page's program does not build. */
export async function bundlePage(name: string): Promise<Page> {
  const folder = fileURLToPath(new URL(`../../pages/${name}/`, import.meta.url));
  const [html, style, icon, script] = await Promise.all([
    readFile(`${folder}index.html`, "utf8"),
    readFile(`${folder}style.css`, "utf8"),
    readFile(`${folder}icon.svg`, "utf8"),
    bundle(`${folder}page.ts`),
  ]);
  return {
    html: { type: "text/html; charset=utf-8", text: html },
    script: { type: "text/javascript; charset=utf-8", text: script },
    style: { type: "text/css; charset=utf-8", text: style },
    icon: { type: "image/svg+xml", text: icon },
  };
}

async function bundle(entry: string): Promise<string> {
  const options = { bundle: true, format: "esm", minify: true, target: "es2022", write: false } as const;
  const { outputFiles } = await build({ entryPoints: [entry], logLevel: "silent", ...options });
  return outputFiles[0]?.text ?? "";
}
