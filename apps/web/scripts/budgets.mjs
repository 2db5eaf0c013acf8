/** Weighs what a page fetches before it can be used, gzipped, against the limits below; exit status 1 when one is passed. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

const entry = "index.html";
const texts = ["src/i18n/zh-CN/common.json", "src/ui/locale/zh.ts"];
const shell = [entry, ...texts, "src/features/app-shell/Shell.tsx", "src/i18n/zh-CN/shell.json"];

/** Each page: its roots, what is there already, the limit in kB. */
const pages = [
  { name: "entry", roots: [entry], limit: 225 },
  {
    name: "login",
    roots: [entry, ...texts, "src/features/auth/LoginPage.tsx", "src/i18n/zh-CN/auth.json"],
    limit: 290,
  },
  { name: "shell + home", roots: [...shell, "src/features/home/HomePage.tsx", "src/i18n/zh-CN/home.json"], limit: 290 },
];

/** Limits of everything else, in kB. */
const chunkLimit = 320;
const cssLimit = 40;

const weights = new Map();
function weigh(file) {
  if (!weights.has(file)) {
    weights.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length);
  }
  return weights.get(file);
}

/** The files that loading these modules fetches: they, their static imports, and their style sheets. */
function closure(roots) {
  const seen = new Set();
  const files = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (!chunk) {
      throw new Error(`\`${key}\` is not in the manifest: correct the roots in scripts/budgets.mjs`);
    }
    if (seen.has(key)) {
      return;
    }
    seen.add(key);
    files.add(chunk.file);
    for (const sheet of chunk.css ?? []) {
      files.add(sheet);
    }
    for (const imported of chunk.imports ?? []) {
      visit(imported);
    }
  };
  for (const root of roots) {
    visit(root);
  }
  return files;
}

const kilobytes = (files) => [...files].reduce((sum, file) => sum + weigh(file), 0) / 1000;
let failed = false;
function check(name, weight, limit) {
  const over = weight > limit;
  failed ||= over;
  console.log(`${over ? "OVER" : "ok  "} ${name.padEnd(32)} ${weight.toFixed(1).padStart(8)} kB of ${limit}`);
}

for (const page of pages) {
  const files = closure(page.roots);
  const before = page.over ? closure(page.over) : new Set();
  check(page.name, kilobytes([...files].filter((file) => !before.has(file) && !file.endsWith(".html"))), page.limit);
}

const all = new Set(Object.values(manifest).flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]));
check("all style sheets", kilobytes([...all].filter((file) => file.endsWith(".css"))), cssLimit);
const scripts = [...all].filter((file) => file.endsWith(".js")).sort((a, b) => weigh(b) - weigh(a));
check(`largest chunk ${scripts[0]?.replace("assets/", "")}`, kilobytes(scripts.slice(0, 1)), chunkLimit);
process.exit(failed ? 1 : 0);
