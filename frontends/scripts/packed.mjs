// Smaller copies of a file beside it (.br, .gz): the node sends the one that the browser takes (tresen.web.pages).
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const WORTH = 1024;
const KINDS = /\.(js|mjs|css|html|svg|json|wasm|zip|webmanifest)$/;
/** Above this size the last few percent would cost a minute. */
const LARGE = 1_000_000;

export function pack(file) {
  const content = readFileSync(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: content.length > LARGE ? 9 : 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}

/** Packs whatever in a folder is worth it and was not packed before. */
export function packAll(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && KINDS.test(entry.name) && statSync(file).size >= WORTH && !existsSync(`${file}.br`)) pack(file);
  }
}
