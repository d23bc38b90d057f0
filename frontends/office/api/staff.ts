import { api } from './client';

export type Right = 'allow' | 'approve' | 'deny';

export interface Staff {
  id: string;
  name: string;
  role: string;
  active: boolean;
  pin_set: boolean;
  /** Whether the person can sign in to the office. */
  password_set: boolean;
  last_seen_at: number | null;
}

export interface Rights {
  roles: { id: string; label: string }[];
  /** `place`: `till` or `office`. Label in the asked language. */
  acts: { id: string; label: string; place: 'till' | 'office' }[];
  /** matrix[role][act] */
  matrix: Record<string, Record<string, Right>>;
  /** Roles whose rights cannot be changed (owner). */
  fixed: string[];
}

export const staff = () => api.get<Staff[]>('/office/staff');
export const createStaff = (id: string, name: string, role: string, pin: string) =>
  api.post<Staff>('/office/staff', { id, name, role, pin }, { repeat: true });
export const saveStaff = (id: string, changes: { name?: string; role?: string; active?: boolean }) => api.put<Staff>(`/office/staff/${id}`, changes);
/** Four to eight digits; 409 `pin_taken`. */
export const setPin = (id: string, pin: string) => api.post<Staff>(`/office/staff/${id}/pin`, { pin });
export const setPassword = (id: string, password: string) => api.post<Staff>(`/office/staff/${id}/password`, { password });
export const rights = () => api.get<Rights>('/office/rights');
export const setRight = (role: string, act: string, right: Right) => api.put<Rights>('/office/rights', { role, act, right });
