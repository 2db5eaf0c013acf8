/** Writes `.gz` and `.br` beside every text asset in dist, so that the server need not compress. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url).pathname;
const worth = /\.(js|css|svg|json|html)$/;
let count = 0;

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !worth.test(entry.name) || path.includes("/.vite/")) {
    continue;
  }
  const bytes = readFileSync(path);
  if (bytes.length < 1024) {
    continue;
  }
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
  count += 1;
}
console.log(`compressed ${count} files`);
