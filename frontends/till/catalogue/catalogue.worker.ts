/// <reference lib="webworker" />
import { Answering } from './answering';
import { NoAnswer, type Message, type Question } from './questions';

/** Keeps goods and customers' keys beside the main thread: reads their streams, holds the index, answers questions. */
declare const self: DedicatedWorkerGlobalScope;

const tell = (message: Message): void => self.postMessage(message);
const answering = new Answering();
answering.goods.onchange = (coverage) => tell({ set: 'goods', coverage });
answering.customers.onchange = (coverage) => tell({ set: 'customers', coverage });

self.onmessage = async ({ data: { id, name, args } }: MessageEvent<Question>) => {
  try {
    const ask = answering[name] as (...args: unknown[]) => unknown;
    tell({ id, answer: await ask.apply(answering, args) });
  } catch (error) {
    tell({ id, failure: error instanceof NoAnswer ? error.kind : 'bug', text: String(error) });
  }
};
