import { shiftDay } from '../../format/when';

/** The ends of a span as a person sees them: days, perhaps with a time of day. */
export interface End {
  day: string;
  time: string;
}

/** "2026-06-01" or "2026-06-01T08:00:00" → day and time. */
export function startOf(valid: string): End {
  return { day: valid.slice(0, 10), time: valid.slice(11, 16) };
}

/** The end is kept as the first moment that does not count; a person reads the last day. */
export function endOf(valid: string): End {
  if (!valid) return { day: '', time: '' };
  const time = valid.slice(11, 16);
  return time && time !== '00:00' ? { day: valid.slice(0, 10), time } : { day: shiftDay(valid.slice(0, 10), -1), time: '' };
}

export function validFrom(end: End): string {
  return end.day && end.time ? `${end.day}T${end.time}:00` : end.day;
}

export function validTo(end: End): string {
  if (!end.day) return '';
  return end.time ? `${end.day}T${end.time}:00` : shiftDay(end.day, 1);
}
