// Prepares what the till needs to run the engine (src/tresen/core and fiscal) in the browser, in node_modules/.cache/tresen-engine/built/ (or the folder given):
//   engine/<hash>/      CPython for the browser (Pyodide) with its library compiled, the same for every engine
//   engine/<id>.zip     the engine, compiled
//   engine.json         what the till must know: {id, library, code}
// Everything is made from npm's package and the sources; nothing is fetched. See docs/development/engine-in-the-browser.md.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, cpSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { packAll } from './packed.mjs';

const home = resolve(import.meta.dirname, '..');
const sources = resolve(home, '../src');
const kept = resolve(home, 'node_modules/.cache/tresen-engine');
const built = join(kept, 'built');
const npm = dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
const AS_THEY_ARE = ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm'];

/** Compiles a zip of Python sources: stored, not deflated, for the browser unpacks nothing and the wire has its own. */
const COMPILE = `
import importlib.util, io, marshal, zipfile

def compiled(source):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name.endswith(".py"):
                code = compile(content, name, "exec", dont_inherit=True)
                # A pyc that is found by no date and checked against no source (PEP 552, unchecked hash).
                head = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(content)
                name, content = name + "c", head + marshal.dumps(code)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()
`;

const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The library's files by name. Compiling takes seconds, so they are kept until Pyodide or this script changes. */
function library(compiled) {
  const key = sha(readFileSync(join(npm, 'package.json')) + readFileSync(import.meta.filename)).slice(0, 16);
  const folder = join(kept, key);
  if (!existsSync(folder)) {
    const half = `${folder}.${process.pid}`;
    mkdirSync(half, { recursive: true });
    for (const name of AS_THEY_ARE) cpSync(join(npm, name), join(half, name));
    writeFileSync(join(half, 'python_stdlib.zip'), compiled(readFileSync(join(npm, 'python_stdlib.zip'))));
    // No package of the distribution is ever loaded; without its list there is nothing to read at each start.
    const { info } = JSON.parse(readFileSync(join(npm, 'pyodide-lock.json'), 'utf-8'));
    writeFileSync(join(half, 'pyodide-lock.json'), JSON.stringify({ info, packages: {} }));
    packAll(half);
    rmSync(folder, { recursive: true, force: true });
    renameSync(half, folder);
  }
  return folder;
}

/** One hash over names and contents: the folder's name says what is in it, so it may be cached for ever. */
function hashOf(folder) {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).filter((name) => !/\.(br|gz)$/.test(name)).sort()) hash.update(name).update('\0').update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}

export async function prepareEngine(out = built) {
  const { loadPyodide } = await import(pathToFileURL(join(npm, 'pyodide.mjs')).href);
  const python = await loadPyodide({ indexURL: npm });
  python.FS.mkdir('/sources');
  python.FS.mount(python.FS.filesystems.NODEFS, { root: sources }, '/sources');
  python.runPython(`${COMPILE}
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "/sources")
from tresen.operations.engine_source import engine_id, engine_zip`);
  const compiled = (source) => {
    python.globals.set('source', new Uint8Array(source)); // of its own kind: Node's Buffer is unknown to Python
    const made = python.runPython('compiled(source.to_bytes())');
    const bytes = made.toJs();
    made.destroy();
    return bytes;
  };
  const id = python.runPython('engine_id()');
  const zip = python.runPython('engine_zip()');
  const code = compiled(zip.toJs());
  const from = library(compiled);
  const hash = hashOf(from);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'engine', hash), { recursive: true });
  for (const name of readdirSync(from)) cpSync(join(from, name), join(out, 'engine', hash, name));
  const name = `engine/${id}-${sha(code).slice(0, 8)}.zip`;
  writeFileSync(join(out, name), code);
  packAll(join(out, 'engine'));
  const facts = { id, library: `engine/${hash}/`, code: name };
  writeFileSync(join(out, 'engine.json'), JSON.stringify(facts));
  return facts;
}

if (import.meta.filename === process.argv[1]) {
  // Uncaught, a fault would print the line it comes from: a megabyte of Pyodide.
  await prepareEngine(process.argv[2]).then((facts) => console.log(`engine ${facts.id}`), (fault) => {
    console.error(String(fault?.message ?? fault));
    process.exitCode = 1;
  });
}
