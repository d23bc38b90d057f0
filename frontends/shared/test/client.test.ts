import { afterEach, expect, it, vi } from 'vitest';
import { Client } from '../api/client';

afterEach(() => vi.unstubAllGlobals());

/** An answer whose body ends before it is whole. */
function brokenOff(): Response {
  const body = new ReadableStream({
    start(control) {
      control.enqueue(new TextEncoder().encode('{"total": 1'));
      control.error(new TypeError('network error'));
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'application/json' } });
}

it('takes an answer that breaks off for a lost line, and says so', async () => {
  vi.stubGlobal('fetch', async () => brokenOff());
  const client = new Client();
  const reached: boolean[] = [];
  client.onreach = (one) => reached.push(one);
  await expect(client.post('/till/sales')).rejects.toMatchObject({ code: 'offline', offline: true });
  expect(reached.at(-1)).toBe(false);
});

it('asks again when the answer to something that may be repeated broke off', async () => {
  const answers = [brokenOff(), Response.json({ total: 139 })];
  vi.stubGlobal('fetch', async () => answers.shift());
  expect(await new Client().get('/till')).toEqual({ total: 139 });
});
