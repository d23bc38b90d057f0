import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { listeners, Refused, routes } from './node.ts';

/** Answers /api/v1 inside the dev server so that the screens can be built and looked at without a node. */
export function mockNode(): Plugin {
  return {
    name: 'tresen-mock-node',
    configureServer(server) {
      server.middlewares.use('/api/v1', (request, response) => void answer(request, response));
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mock');
  const parts = url.pathname.split('/').filter(Boolean);
  if (parts.at(-1) === 'events') return stream(request, response);
  const wanted = `${request.method} `;
  const key = Object.keys(routes).find((route) => {
    if (!route.startsWith(wanted)) return false;
    const pattern = route.slice(wanted.length).split('/');
    return pattern.length === parts.length && pattern.every((part, at) => part === '*' || part === parts[at]);
  });
  let text = '';
  for await (const chunk of request) text += String(chunk);
  response.setHeader('Content-Type', 'application/json');
  try {
    if (!key) throw new Refused(404, 'not_found', 'Das kennt der Übungsserver nicht.');
    response.end(JSON.stringify(routes[key]!(parts, text ? JSON.parse(text) : {}, url.searchParams)));
  } catch (error) {
    const refused = error instanceof Refused ? error : new Refused(500, 'bug', String(error));
    response.statusCode = refused.status;
    response.end(JSON.stringify({ code: refused.code, title: refused.title, safe: 'Es ist nichts verloren.', do: refused.act, detail: refused.detail }));
  }
}

function stream(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(':hello\n\n');
  const send = (event: string, data: unknown) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  listeners.add(send);
  request.on('close', () => listeners.delete(send));
}
