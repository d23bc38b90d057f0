import type { Today } from '../../office/api/today';
import { dayOf, hourOf, now } from './chance.ts';
import { health, tills } from './devices.ts';
import { byId, groups } from './goods.ts';
import type { Routes } from './routes.ts';
import { rowOf, sales } from './sales.ts';
import { alerts } from './stock.ts';

export function todayNow(): Today {
  const day = dayOf(now);
  const last = dayOf(now - 7 * 86400e3);
  const counted = (wanted: string) => sales.filter((sale) => sale.business_day === wanted && ['sale', 'refund'].includes(sale.kind));
  const mine = counted(day);
  const before = counted(last);
  const sofar = before.filter((sale) => sale.finished_at <= now - 7 * 86400e3);
  const sum = (list: typeof mine) => list.reduce((total, sale) => total + sale.total, 0);
  const hours = Array.from({ length: 13 }, (_, at) => at + 7).map((hour) => {
    const here = mine.filter((sale) => hourOf(sale.finished_at) === hour);
    return { hour, now: sum(here), last_week: sum(before.filter((sale) => hourOf(sale.finished_at) === hour)), receipts: here.length };
  });
  const byGroup = new Map<string, { amount: number; quantity: number }>();
  const byArticle = new Map<string, { amount: number; quantity: number }>();
  const byTender = new Map<string, { amount: number; count: number }>();
  for (const sale of mine) {
    for (const tender of sale.tenders) {
      const found = byTender.get(tender.kind) ?? { amount: 0, count: 0 };
      byTender.set(tender.kind, { amount: found.amount + tender.amount, count: found.count + 1 });
    }
    for (const line of sale.lines) {
      for (const [map, key] of [[byGroup, byId(line.article)!.group], [byArticle, line.kind === 'goods' ? line.article : '']] as const) {
        const found = map.get(key) ?? { amount: 0, quantity: 0 };
        if (key) map.set(key, { amount: found.amount + line.amount, quantity: found.quantity + line.quantity });
      }
    }
  }
  return {
    business_day: day, at: Date.now(), turnover: { now: sum(mine), last_week: sum(sofar) }, turnover_last_week_day: sum(before),
    receipts: { now: mine.length, last_week: sofar.length },
    basket: { now: mine.length ? Math.round(sum(mine) / mine.length) : 0, last_week: sofar.length ? Math.round(sum(sofar) / sofar.length) : 0 },
    hours,
    groups: groups.map(({ id, name, colour }) => ({ id, name, colour, ...(byGroup.get(id) ?? { amount: 0, quantity: 0 }) })).sort((a, b) => b.amount - a.amount),
    tenders: [...byTender].map(([kind, found]) => ({ kind, ...found })).sort((a, b) => b.amount - a.amount),
    tills: tills.map((till) => ({ id: till.id, name: till.name, open: till.open, opened_at: till.opened_at, drawer: till.drawer, turnover: sum(mine.filter((sale) => sale.till === till.id)), receipts: mine.filter((sale) => sale.till === till.id).length, last_contact: till.last_contact, staff_name: till.staff_name })),
    health: health(), latest: sales.slice(0, 8).map(rowOf),
    movers: [...byArticle].sort((a, b) => b[1].amount - a[1].amount).slice(0, 8).map(([id, found]) => ({ article: id, number: byId(id)!.number, name: byId(id)!.name, unit: byId(id)!.unit, ...found })),
    stock_alerts: alerts(),
  };
}

export const todayRoutes: Routes = { 'GET office/today': () => todayNow() };
