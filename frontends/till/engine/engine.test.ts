import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer, Request } from './engine.svelte';

vi.mock('virtual:engine', () => ({ default: { id: '2-0123456789ab', library: 'engine/aa/', code: 'engine/bb.zip' } }));
vi.stubGlobal('location', { href: 'https://till.test/till/' });
const { EngineFault, LocalEngine } = await import('./engine.svelte');

/** A worker that does what the test says: answers, says nothing, or breaks. */
class FakeWorker {
  asked: Request[] = [];
  gone = false;
  onmessage: ((event: { data: Answer }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;

  constructor(private readonly answer: (request: Request) => Omit<Answer, 'id'> | null) {}

  postMessage(request: Request): void {
    this.asked.push(request);
    const said = this.answer(request);
    if (said) queueMicrotask(() => !this.gone && this.onmessage?.({ data: { id: request.id, ...said } }));
  }

  terminate(): void {
    this.gone = true;
  }
}

const RULES = { version: 7, tax: [], promotions: [], price_lists: [], settings: { points_per_euro: 1, line_discount_limit: 2000 }, shop: { id: 's', day_start: 4 } };
let made: FakeWorker[];

function engineWith(...answers: ((request: Request) => Omit<Answer, 'id'> | null)[]) {
  return new LocalEngine(() => {
    const worker = new FakeWorker(answers[Math.min(made.length, answers.length - 1)]!);
    made.push(worker);
    return worker as unknown as Worker;
  });
}
const good = () => ({ text: '{"total":420}' });
const silent = () => null;
const question = { basket: {}, at: '' } as never;

beforeEach(() => {
  made = [];
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the engine on this device', () => {
  it('starts, is told the rules, and answers', async () => {
    const engine = engineWith(good);
    await engine.rules(RULES);
    engine.start();
    await vi.advanceTimersByTimeAsync(0);
    expect([engine.state, engine.version, made[0]!.asked.map((one) => one.act)]).toEqual(['ready', 7, ['start', 'rules']]);
    expect(JSON.parse(made[0]!.asked[0]!.text)).toEqual({ id: '2-0123456789ab', library: 'https://till.test/engine/aa/', code: 'https://till.test/engine/bb.zip' });
    expect(await engine.quote(question)).toEqual({ total: 420 });
  });

  it('does not wait for ever for a browser that says nothing: it is tried once more and then failed', async () => {
    const engine = engineWith(silent);
    engine.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect([engine.state, made.length, made[0]!.gone]).toEqual(['loading', 2, true]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect([engine.state, made.length, engine.reason]).toEqual(['failed', 2, 'no answer to start in 20000 ms']);
    await expect(engine.quote(question)).rejects.toBeInstanceOf(EngineFault);
  });

  it('says so where a worker cannot even be made', async () => {
    const engine = new LocalEngine(() => {
      throw new Error('refused by policy');
    });
    engine.start();
    await vi.advanceTimersByTimeAsync(0);
    expect([engine.state, engine.reason]).toEqual(['failed', 'refused by policy']);
  });

  it('comes back with its rules after it broke', async () => {
    const engine = engineWith(good);
    await engine.rules(RULES);
    engine.start();
    await vi.advanceTimersByTimeAsync(0);
    made[0]!.onerror!({ message: 'out of memory' });
    await vi.advanceTimersByTimeAsync(0);
    expect([engine.state, made.length, made[1]!.asked.map((one) => one.act)]).toEqual(['ready', 2, ['start', 'rules']]);
    expect(await engine.quote(question)).toEqual({ total: 420 });
  });

  it('fails what was asked when it breaks, so that the node can be asked instead', async () => {
    const engine = engineWith((request) => (request.act === 'quote' ? null : good()));
    engine.start();
    await vi.advanceTimersByTimeAsync(0);
    const asked = engine.quote(question);
    const failed = expect(asked).rejects.toBeInstanceOf(EngineFault);
    await vi.advanceTimersByTimeAsync(5_000);
    await failed;
    expect(made).toHaveLength(2);
  });

  it('lives on after a question that was wrong', async () => {
    const engine = engineWith((request) => (request.act === 'quote' ? { fault: 'Malformed: Basket.id is missing' } : good()));
    engine.start();
    await vi.advanceTimersByTimeAsync(0);
    await expect(engine.quote(question)).rejects.toThrow('Basket.id is missing');
    expect([engine.state, made.length]).toEqual(['ready', 1]);
  });

  it('starts again when a person asks for it', async () => {
    const engine = engineWith(silent, silent, good);
    engine.start();
    await vi.advanceTimersByTimeAsync(40_000);
    expect(engine.state).toBe('failed');
    engine.restart();
    await vi.advanceTimersByTimeAsync(0);
    expect(engine.state).toBe('ready');
  });

  it('tells its listeners when it is ready and when it goes by new rules', async () => {
    const engine = engineWith(good);
    let told = 0;
    engine.onready = () => told++;
    engine.start();
    await vi.advanceTimersByTimeAsync(0);
    await engine.rules({ ...RULES, version: 8 });
    expect([told, engine.version]).toEqual([2, 8]);
  });
});
