import type { Basket, Receipt } from '../api/types';

/** `waiting` not confirmed yet · `refused` the node did not take it, a person decides · `confirmed` the node has it. */
export type ItemState = 'waiting' | 'refused' | 'confirmed';

/** A right given on the spot by a colleague; `how` tells whether the node or this device checked the PIN. */
export interface Approval {
  act: string;
  staff: string;
  how: 'node' | 'device';
}

/** A receipt as this device hands it out: number and series are its own. */
export interface HandedOut extends Receipt {
  series: string;
  counter: number;
}

/** What goes to the node besides the receipt. */
export interface Circumstances {
  basket: Basket;
  /** The sale had been sent before and no answer came: the node may have it. */
  tried_online: boolean;
  engine: string;
  rules_version: number;
  goods_version: number;
  approvals: Approval[];
  /** Corrected moment at which the price was agreed. */
  quoted_at: number;
  /** What was added to the device's own clock for the receipt's moments, ms. */
  clock_offset: number;
}

export interface Refusal {
  code: string;
  title: string;
  safe: string;
  act: string;
}

export interface Confirmation {
  /** `booked` now, `known` before, `known_signed`: the node had made the same sale with a signature. */
  state: 'booked' | 'known' | 'known_signed';
  number: number;
  deviations: { code: string; text: string }[];
  url: string;
}

export interface Item extends Circumstances {
  id: string;
  receipt: HandedOut;
  /** SHA-256 of the receipt as it was stored, hex: shows whether the device gives back what it was given. */
  hash: string;
  state: ItemState;
  made_at: number;
  tries: number;
  last_try: number;
  refusal: Refusal | null;
  confirmation: Confirmation | null;
  confirmed_at: number;
  /** A manager looked at a refused item and sent it on; empty until then. */
  released_by: string;
  /** Shop's time at which it went into a rescue file, 0 if never. */
  rescued_at: number;
}

/** The device's own number series. */
export interface Series {
  /** 1..999, unique for the till; 0 while the node has not told it. */
  slot: number;
  /** The next counter. */
  next: number;
  /** Moment of the last receipt; the next one is never before it. */
  last: number;
}

/** Numbers of one slot lie together: slot 7, counter 3 is printed as 70000003. */
export const SPAN = 10_000_000;

export function printedNumber(slot: number, counter: number): number {
  return slot * SPAN + counter;
}

export function seriesName(slot: number): string {
  return `offline-${slot}`;
}

/** What the node gets of an item, by line or by file. */
export function sendable(item: Item): Circumstances & { receipt: HandedOut } {
  const { receipt, basket, tried_online, engine, rules_version, goods_version, approvals, quoted_at, clock_offset } = item;
  return { receipt, basket, tried_online, engine, rules_version, goods_version, approvals, quoted_at, clock_offset };
}

/** SHA-256 of a value as JSON, hex. The value is stored as it is, so the order of its keys is kept. */
export async function contentHash(value: unknown): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(value)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
