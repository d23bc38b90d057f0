import { api } from './client';

export interface TillSystem {
  till: string;
  serial: string;
  maker: string;
  model: string;
  tse_serial: string;
  tse_since: string;
  certificate: string;
  tse_form: string;
  acquired: string;
  commissioned: string;
  decommissioned: string;
  reason: string;
}

export interface Sent {
  id: string;
  at: number;
  sent_on: string;
  ticket: string;
  tills: number;
  proof_name: string;
  proof_sha256: string;
}

export interface Notice {
  shop: string;
  shop_name: string;
  systems: TillSystem[];
  missing: { till: string; field: string }[];
  /** The day by which it must be sent; empty: the office knows everything. */
  due: string;
  overdue: boolean;
  practice: boolean;
  sent: Sent[];
}

export const notices = () => api.get<Notice[]>('/office/fiscal/notice');
export const noticeFile = (shop: string) => `/api/v1/office/fiscal/notice/${shop}/file`;
export const noteSent = (shop: string, body: { sent_on: string; ticket: string; proof_name: string; proof: string }) => api.post<Sent>(`/office/fiscal/notice/${shop}/sent`, body);
export const proofFile = (shop: string, id: string) => `/api/v1/office/fiscal/notice/${shop}/proofs/${id}`;
