/**
 * CPython in a worker of its own, with the node's engine in it. Speaks in messages: `{id, act, text}` comes in, `{id,
 * text}` or `{id, fault}` goes out. Where its files lie comes with the first message, for a script that the service
 * worker answers has lost the query of its address.
 */
import type { PyodideAPI } from 'pyodide';
import type { Answer, Request, Start } from './engine.svelte';

type Act = (text: string) => string;

const ACTS = ['rules', 'quote', 'sale_receipt', 'cash_receipt', 'abort_receipt', 'price_steps', 'rows', 'report'];
let acts: Record<string, Act> | null = null;

async function start({ id, library, code }: Start): Promise<void> {
  const zip = fetch(code).then((response) => {
    if (!response.ok) throw new Error(`${response.status} ${code}`);
    return response.arrayBuffer();
  });
  const { loadPyodide } = (await import(/* @vite-ignore */ `${library}pyodide.mjs`)) as { loadPyodide: (options: object) => Promise<PyodideAPI> };
  const python = await loadPyodide({ indexURL: library });
  python.FS.writeFile('/engine.zip', new Uint8Array(await zip));
  python.runPython('import sys; sys.path.insert(0, "/engine.zip")');
  const engine = python.pyimport('tresen.fiscal.engine').Engine(id);
  acts = Object.fromEntries(ACTS.map((name) => [name, engine[name] as Act]));
}

/** The last line of a Python traceback says what happened; the rest says where, and that is for the console. */
function fault(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? text;
}

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  const reply = (answer: Omit<Answer, 'id'>) => self.postMessage({ id: data.id, ...answer });
  try {
    if (data.act === 'start') {
      await start(JSON.parse(data.text) as Start);
      return reply({ text: '' });
    }
    const act = acts?.[data.act];
    reply(act ? { text: act(data.text) } : { fault: `no ${data.act}` });
  } catch (error) {
    console.error(error);
    reply({ fault: fault(error) });
  }
};
