import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { forgetConnection, strict } from './database';
import type { Item } from './item';
import { rescueFile, type RescueKey } from './rescue';

const OAEP = { name: 'RSA-OAEP', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
const base64 = (value: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(value)));
const bytes = (text: string) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const item = (id: string): Item => ({ id, receipt: { id, number: 70_000_001 }, state: 'refused', approvals: [], hash: 'x' }) as unknown as Item;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  forgetConnection();
});

it('can be read by the node that has the other half of the key, and by nobody else', async () => {
  const pair = await crypto.subtle.generateKey(OAEP, true, ['encrypt', 'decrypt']);
  await strict.put('state', 'rescue-key', { key: 'k1', public: base64(await crypto.subtle.exportKey('spki', pair.publicKey)), algorithm: 'RSA-OAEP-256' } satisfies RescueKey);
  const many = Array.from({ length: 900 }, (_, at) => item(`r${at}`));
  const text = await (await rescueFile(many, 'd1', 'till-1', 42)).text();
  expect(text).not.toContain('r1"');
  const file = JSON.parse(text) as Record<'format' | 'key' | 'wrapped' | 'nonce' | 'content', string>;
  expect([file.format, file.key]).toEqual(['tresen-rescue-1', 'k1']);
  const raw = await crypto.subtle.decrypt({ name: 'RSA-OAEP' }, pair.privateKey, bytes(file.wrapped));
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
  const content = JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes(file.nonce) }, key, bytes(file.content)))) as {
    device: string; till: string; made_at: number; items: { receipt: { id: string }; state?: string }[];
  };
  expect([content.device, content.till, content.made_at, content.items.length]).toEqual(['d1', 'till-1', 42, 900]);
  expect(content.items[899]!.receipt.id).toBe('r899');
  expect(content.items[0]!.state).toBeUndefined(); // what is sent, not how it stands on the device
});

it('says so when the device never learned the key', async () => {
  await expect(rescueFile([item('a')], 'd', 't', 1)).rejects.toMatchObject({ code: 'no_rescue_key' });
});
