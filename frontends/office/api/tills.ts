import { api } from './client';
import type { State } from './today';

export interface Till {
  id: string;
  name: string;
  serial: string;
  active: boolean;
  open: boolean;
  opened_at: number | null;
  /** Drawer target, cents. */
  drawer: number;
  turnover: number;
  receipts: number;
  /** Last number of the till's receipts and of its closings. */
  last_number: number;
  last_z: number;
  last_contact: number | null;
  staff_name: string;
  /** Id of the printer its receipts go to. */
  printer: string;
  devices: number;
  maker: string;
  model: string;
  /** Day it was bought, leased or borrowed; empty: the day it was set up. */
  acquired_on: string;
}

export type TillChanges = Partial<Pick<Till, 'name' | 'printer' | 'active' | 'maker' | 'model' | 'acquired_on'>>;

export interface Device {
  id: string;
  name: string;
  till: string;
  till_name: string;
  state: State;
  /** In plain words: "connected", "not seen for 2 days". */
  text: string;
  paired_at: number;
  last_seen_at: number | null;
  revoked_at: number | null;
}

export interface Printer {
  id: string;
  name: string;
  columns: number;
  state: State;
  text: string;
  waiting: number;
  failed: number;
  simulated: boolean;
}

export interface CardTerminal {
  id: string;
  name: string;
  state: State;
  text: string;
  /** Payments whose outcome is unknown. */
  unknown: number;
  simulated: boolean;
}

export interface SignerState {
  serial: string;
  maker: string;
  state: State;
  text: string;
  expires_at: number;
  signatures: number;
  open_transactions: number;
  simulated: boolean;
}

export interface Pairing {
  /** Eight characters without look-alikes. */
  code: string;
  expires_at: number;
  /** What the QR code holds: address of the trust page or the till with the code. */
  url: string;
  /** Address to type instead. */
  till: string;
  reach: Reach;
}

/** here: other devices do not reach the node; plain: without encryption of its own; trust: devices trust it first. */
export type Reach = 'here' | 'plain' | 'trust' | 'https';

/** How other devices come to the node. */
export interface Access {
  reach: Reach;
  till: string;
  /** Address of the trust page, empty if devices need not do anything. */
  trust: string;
  /** SHA-256 of the authority's certificate. */
  fingerprint: string;
  called: string;
  expires_at: number | null;
  authority_until: number | null;
  names: string[];
}

/** Switches of the simulated devices; each has a mode of a fixed list. */
export interface Simulator {
  what: 'tse' | 'terminal' | 'printer';
  /** Id of the simulated device. */
  id: string;
  name: string;
  mode: string;
  /** tse: ok slow down expired · terminal: approve decline hang lose_link other_amount · printer: ok paper_low paper_out offline */
  modes: string[];
}

export const tills = () => api.get<Till[]>('/office/tills');
export const createTill = (name: string) => api.post<Till>('/office/tills', { name });
export const saveTill = (id: string, changes: TillChanges) => api.put<Till>(`/office/tills/${id}`, changes);
export const pair = (till: string) => api.post<Pairing>(`/office/tills/${till}/pairing`);
export const access = () => api.get<Access>('/office/access');
export const devices = () => api.get<Device[]>('/office/devices');
export const revokeDevice = (id: string) => api.post<Device>(`/office/devices/${id}/revoke`);
export const printers = () => api.get<Printer[]>('/office/printers');
/** Prints a test page. */
export const testPrinter = (id: string) => api.post<{ print_job: string }>(`/office/printers/${id}/test`);
export const terminals = () => api.get<CardTerminal[]>('/office/terminals');
export const signers = () => api.get<SignerState[]>('/office/signers');
/** Empty outside the practice shop. */
export const simulators = () => api.get<Simulator[]>('/office/simulators');
export const setSimulator = (id: string, mode: string) => api.put<Simulator>(`/office/simulators/${id}`, { mode });
