// Runs the built engine in Node: questions come in as JSON lines {act, text}, answers go out as JSON lines {text} or
// {fault}. Argument: the folder that holds engine/. The tests compare the answers with those of the node's Python.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2] ?? '', 'engine');
const entries = readdirSync(folder, { withFileTypes: true });
const library = join(folder, entries.find((entry) => entry.isDirectory()).name) + '/';
const code = join(folder, entries.find((entry) => entry.name.endsWith('.zip')).name);

const { loadPyodide } = await import(pathToFileURL(join(library, 'pyodide.mjs')).href);
const python = await loadPyodide({ indexURL: library });
python.FS.writeFile('/engine.zip', new Uint8Array(readFileSync(code)));
python.runPython('import sys; sys.path.insert(0, "/engine.zip")');
const engine = python.pyimport('tresen.fiscal.engine').Engine();

for await (const line of createInterface({ input: process.stdin })) {
  const { act, text } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ text: engine[act](text) }));
  } catch (fault) {
    console.log(JSON.stringify({ fault: String(fault.message).trim().split('\n').at(-1) }));
  }
}
