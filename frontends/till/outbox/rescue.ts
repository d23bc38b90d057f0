import { Failure } from '$shared/api/failure';
import { node } from '../api/node';
import { t } from '../words/t';
import { strict } from './database';
import { sendable, type Item } from './item';

/** The node's public key for rescue files, kept on the device, so that one can be written while the node is away. */
export interface RescueKey {
  key: string;
  /** SubjectPublicKeyInfo, DER, base64. */
  public: string;
  algorithm: string;
}

const KEY = 'rescue-key';
const FORMAT = 'tresen-rescue-1';

export async function learnRescueKey(): Promise<void> {
  if (await strict.get<RescueKey>('state', KEY)) return;
  await strict.put('state', KEY, await node.get<RescueKey>('/till/rescue-key', { repeat: false }));
}

/** After pairing with another node the old key would write what nobody can read. */
export function forgetRescueKey(): Promise<void> {
  return strict.remove('state', KEY);
}

/**
 * What is on this device alone, as a file that only the shop's node can read: for a device that is to be reset, or a
 * receipt that a person has to decide about. The office imports it; importing it twice changes nothing.
 */
export async function rescueFile(items: readonly Item[], device: string, till: string, now: number): Promise<Blob> {
  const known = await strict.get<RescueKey>('state', KEY);
  if (!known) throw new Failure('no_rescue_key', t('fail.no_rescue_key.title'), t('item.safe'), t('fail.no_rescue_key.do'));
  const content = JSON.stringify({ device, till, made_at: now, items: items.map((item) => sendable(item)) });
  return new Blob([await sealed(known, content)], { type: 'application/json' });
}

/** AES-256-GCM for the content, its key wrapped by RSA-OAEP for the node. */
export async function sealed(known: RescueKey, content: string): Promise<string> {
  const wrapping = await crypto.subtle.importKey('spki', bytes(known.public), { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt']);
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const closed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, new TextEncoder().encode(content));
  const wrapped = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, wrapping, await crypto.subtle.exportKey('raw', key));
  return JSON.stringify({ format: FORMAT, key: known.key, wrapped: base64(wrapped), nonce: base64(nonce), content: base64(closed) });
}

/** The browser offers the file to be saved. True for every item that is in it now. */
export function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
}

function base64(value: ArrayBuffer | Uint8Array): string {
  const all = new Uint8Array(value);
  let text = '';
  for (let at = 0; at < all.length; at += 32_768) text += String.fromCharCode(...all.subarray(at, at + 32_768));
  return btoa(text);
}
