import type { HandedOut } from './item';

interface Sent {
  receipt: HandedOut;
  tried_online: boolean;
  sent_at: number;
  device_now: number;
}

/** What happens to a request on its way. */
export type Fault = 'none' | 'request_lost' | 'answer_lost' | 'stumbles' | 'refuses';

/** A node as the outbox sees it, for tests: keeps what it was sent by id, as the real one does, and loses what it is told to lose. */
export class FakeNode {
  /** Every request that arrived. */
  arrived: Sent[] = [];
  books = new Map<string, HandedOut>();
  /** What happens to the next requests; the last one stays. */
  faults: Fault[] = ['none'];
  gate: Promise<void> | null = null;

  install(): void {
    globalThis.fetch = (async (_url: string | URL | Request, init?: RequestInit) => {
      await this.gate;
      return this.#answer(JSON.parse(String(init?.body)) as Sent);
    }) as typeof fetch;
  }

  #answer(sent: Sent): Response {
    const fault = this.faults.length > 1 ? this.faults.shift()! : this.faults[0]!;
    if (fault === 'request_lost') throw new TypeError('Failed to fetch');
    this.arrived.push(sent);
    if (fault === 'stumbles') return problem(500, 'bug');
    if (fault === 'refuses') return problem(409, 'sale_differs');
    const { receipt } = sent;
    const known = this.books.get(receipt.id);
    if (known && JSON.stringify(known) !== JSON.stringify(receipt)) return problem(409, 'sale_differs');
    this.books.set(receipt.id, receipt);
    if (fault === 'answer_lost') throw new TypeError('Failed to fetch');
    return Response.json({
      id: receipt.id, state: known ? 'known' : 'booked', number: receipt.number, counter: receipt.counter, signed: false, deviations: [], url: `/r/${receipt.token}`,
    });
  }
}

function problem(status: number, code: string): Response {
  return new Response(JSON.stringify({ code, title: 'Nein', safe: 'Ja', do: 'Leitung rufen' }), { status, headers: { 'Content-Type': 'application/problem+json' } });
}
