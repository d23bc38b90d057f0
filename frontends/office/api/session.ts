import { api } from './client';

export interface SetupState {
  needs_owner: boolean;
  demo: boolean;
  version: string;
}

export interface SetupAnswers {
  shop_name: string;
  street: string;
  postcode: string;
  city: string;
  tax_number: string;
  owner_name: string;
  /** At least 12 characters. */
  password: string;
}

export interface Me {
  staff: string;
  name: string;
  role: string;
  /** Acts of the office this person may do, e.g. `office.articles`. */
  rights: string[];
  /** `day_start`: hour at which a business day begins. */
  shop: { id: string; name: string; day_start: number };
  /** True when any device is a simulator (practice shop). */
  simulated: boolean;
  version: string;
  /** When an officer's pass ends; 0 for the shop's own people. */
  until: number;
}

export const setupState = () => api.get<SetupState>('/setup');
export const setUp = (answers: SetupAnswers) => api.post<Me>('/setup', answers);
export const signIn = (name: string, password: string) => api.post<Me>('/office/sign-in', { name, password });
export const signInOfficer = (code: string) => api.post<Me>('/office/officer-sign-in', { code });
export const signOut = () => api.post<void>('/office/sign-out');
export const me = () => api.get<Me>('/office/me');
