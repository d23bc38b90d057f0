import { localText } from '../clock/clock.svelte';
import { engine } from '../engine/engine.svelte';
import type { PaperLine, Row } from '../engine/questions';
import type { Receipt } from '../api/types';
import { house } from '../shell/house.svelte';
import { tongue } from '$shared/words/words.svelte';

/** What stands on the paper: the engine lays the receipt out, here as on the node. */
export async function paperOf(receipt: Receipt, copy: boolean, columns = 0): Promise<{ rows: Row[]; text: string; paper: PaperLine[] }> {
  const signed = receipt.signed as { started_at?: number; finished_at?: number };
  const moments = [receipt.started_at, receipt.finished_at, signed.started_at ?? 0, signed.finished_at ?? 0, receipt.order?.ordered_at ?? 0];
  const local = Object.fromEntries(moments.map((ms) => [ms, localText(ms, house.zone)]));
  return engine.rows({ receipt, local, language: tongue.language, copy, columns });
}
