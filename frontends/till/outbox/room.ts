import { Failure } from '$shared/api/failure';
import { strict } from './database';
import { unwritable } from './series';

/** Larger than any receipt: where this fits, the receipt of the sale fits too. Random, for a store may pack what it writes. */
const PROBE = 256 * 1024;
export interface Room {
  used: number;
  /** A receipt could be stored a moment ago. */
  writable: boolean;
  /** The browser promised not to clear it. */
  kept: boolean;
}

export async function room(): Promise<Room> {
  const [estimate, kept] = await Promise.all([
    navigator.storage?.estimate?.().catch(() => ({}) as StorageEstimate),
    navigator.storage?.persisted?.().catch(() => false),
  ]);
  return { used: estimate?.usage ?? 0, writable: (await refuseWhenFull()) === null, kept: kept ?? false };
}

let probe: Uint8Array<ArrayBuffer> | undefined;

function incompressible(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(PROBE);
  for (let at = 0; at < PROBE; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

/** Before money is taken: can this device store a receipt? It is tried, for browsers estimate ten gigabytes whatever is so. */
export async function refuseWhenFull(): Promise<Failure | null> {
  try {
    await strict.put('state', 'probe', (probe ??= incompressible()));
    return null;
  } catch (error) {
    return unwritable(error);
  }
}
