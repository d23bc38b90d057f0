import { toasts } from '$kit/toasts.svelte';
import { asFailure } from '$shared/api/failure';
import { node } from '../api/node';
import type { PromotionRule } from '../api/types';
import { open } from '../basket/basket.svelte';
import { engine } from '../engine/engine.svelte';
import { announce } from '../shell/announce.svelte';
import { play } from '../sound/sound';
import { t } from '../words/t';

const SINGLE = 20;
const MISTAKEN: Record<string, string> = { O: '0', I: '1', L: '1' };

/** A code as the node reads it: capitals and digits; in a single-use code without the letters people mistake. */
export function plainCode(text: string): string {
  const code = [...text.toUpperCase()].filter((sign) => /[\p{L}\p{N}]/u.test(sign)).join('').slice(0, 40);
  return code.length === SINGLE ? code.replace(/[OIL]/g, (sign) => MISTAKEN[sign] ?? sign) : code;
}

/** Whether a scanned text can only be a coupon: one that runs here, or one made for a single use. */
export function isCoupon(text: string): boolean {
  const code = plainCode(text);
  return engine.opens(code) || (/^[0-9A-HJKMNP-TV-Z]{20}$/.test(code) && /[A-Z]/.test(code));
}

/** Puts a coupon into the basket; what makes it useless is said. Returns whether it lies there now. */
export async function redeem(text: string): Promise<boolean> {
  const code = plainCode(text);
  if (!code || open.locked) return false;
  if (open.basket.codes?.includes(code)) {
    toasts.info(t('offers.coupon.again'));
    return true;
  }
  const name = await nameOf(code);
  if (name === null) return false;
  open.change({ ...open.basket, codes: [...(open.basket.codes ?? []), code] });
  play('scan');
  announce.say(t('offers.coupon.set', { name }));
  return true;
}

/** The promotion that a code opens; null after saying why it opens none. */
async function nameOf(code: string): Promise<string | null> {
  const here: PromotionRule | undefined = engine.promotions.find((one) => one.when.coupon && one.when.codes.includes(code));
  if (here) return here.name;
  try {
    const state = await node.get<{ name: string }>(`/till/coupons/${encodeURIComponent(code)}`, { repeat: false, timeout: 4000 });
    return state.name;
  } catch (error) {
    const failure = asFailure(error);
    play('error');
    if (failure.offline) toasts.error(t('offers.coupon.offline'), t('offers.coupon.offline.do'));
    else toasts.failed(failure);
    return null;
  }
}

/** Takes a coupon out; the notice carries the way back. */
export function takeOut(code: string): void {
  if (open.locked) return;
  const without = (open.basket.codes ?? []).filter((one) => one !== code);
  open.change({ ...open.basket, codes: without });
  toasts.info(t('offers.coupon.removed'), () => open.change({ ...open.basket, codes: [...(open.basket.codes ?? []), code] }));
}
