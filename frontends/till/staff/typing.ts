import type { Typing } from '../scanner/listener';

/** The longest PIN that anybody may have. */
export const LONGEST_PIN = 8;

/** The PIN pad that is open, if one is: the scanner keeps out of it. */
export const typing: { now: Typing | null } = { now: null };
