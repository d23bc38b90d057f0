import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { articleRoutes } from './articles.ts';
import { Refused } from './chance.ts';
import { closingRoutes } from './closings.ts';
import { customerRoutes } from './customers.ts';
import { deviceRoutes } from './devices.ts';
import { importRoutes } from './imports.ts';
import { journalRoutes } from './journal.ts';
import { receiptRoutes } from './receipts.ts';
import { reportRoutes } from './reports.ts';
import { sessionRoutes, signedIn } from './session.ts';
import { settingRoutes } from './settings.ts';
import { staffRoutes } from './staff.ts';
import { stockRoutes } from './stock.ts';
import { todayNow, todayRoutes } from './today.ts';
import type { Routes } from './routes.ts';

const routes: Routes = {
  ...sessionRoutes, ...todayRoutes, ...receiptRoutes, ...articleRoutes, ...importRoutes, ...stockRoutes, ...customerRoutes,
  ...staffRoutes, ...deviceRoutes, ...closingRoutes, ...journalRoutes, ...reportRoutes, ...settingRoutes,
};

/** Answers /api/v1 for the office inside the dev server: a practice shop that forgets everything at the end. */
export function mockOffice(): Plugin {
  return {
    name: 'tresen-mock-office',
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
  const fits = (route: string) => {
    const pattern = route.slice(wanted.length).split('/');
    return route.startsWith(wanted) && pattern.length === parts.length && pattern.every((part, at) => part === '*' || part === parts[at]);
  };
  const key = Object.keys(routes).find((route) => !route.includes('*') && fits(route)) ?? Object.keys(routes).find(fits);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  response.setHeader('Content-Type', 'application/json');
  try {
    if (!key) throw new Refused(404, 'not_found', `Das kennt der Übungsserver nicht: ${url.pathname}`);
    if (key.startsWith('GET office') && !signedIn()) throw new Refused(401, 'not_signed_in', 'Bitte anmelden.');
    const pause = Number(process.env['TRESEN_SLOW'] ?? 0);
    if (pause) await new Promise((done) => setTimeout(done, pause));
    const result = routes[key]!(parts, await read(request, Buffer.concat(chunks)), url.searchParams);
    if (typeof result === 'string') response.setHeader('Content-Type', 'text/csv; charset=utf-8');
    if (result === undefined) response.statusCode = 204;
    response.end(typeof result === 'string' ? result : result === undefined ? '' : JSON.stringify(result));
  } catch (error) {
    const refused = error instanceof Refused ? error : new Refused(500, 'bug', String((error as Error).stack));
    response.statusCode = refused.status;
    response.end(JSON.stringify({ code: refused.code, title: refused.title, safe: 'Es ist nichts verloren.', do: refused.act, detail: {} }));
  }
}

async function read(request: IncomingMessage, bytes: Buffer): Promise<unknown> {
  if (bytes.length === 0) return {};
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/')) return JSON.parse(bytes.toString());
  const form = await new Response(new Uint8Array(bytes), { headers: { 'Content-Type': type } }).formData();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form) fields[name] = typeof value === 'string' ? value : { name: value.name, text: await value.text() };
  return fields;
}

function stream(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const send = () => response.write(`event: today\ndata: ${JSON.stringify(todayNow())}\n\n`);
  send();
  const timer = setInterval(send, 5000);
  request.on('close', () => clearInterval(timer));
}
