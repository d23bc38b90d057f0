import { Failure } from '../api/failure';

/** Short notices that never block: what happened, perhaps with "undo". Errors stay until they are put away. */
export interface Toast {
  id: number;
  kind: 'info' | 'good' | 'error';
  text: string;
  more?: string;
  undo?: () => void;
  undoLabel?: string;
}

class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  add(toast: Omit<Toast, 'id'>, ms = toast.undo ? 8000 : toast.kind === 'error' ? 12_000 : 4000): number {
    const id = this.#next++;
    this.list = [...this.list.slice(-2), { ...toast, id }];
    if (ms) setTimeout(() => this.remove(id), ms);
    return id;
  }

  info(text: string, undo?: () => void): void {
    this.add({ kind: 'info', text, ...(undo ? { undo } : {}) });
  }

  good(text: string): void {
    this.add({ kind: 'good', text });
  }

  /** Shows a failure with its three sentences: what happened, are the data safe, what to do. */
  failed(failure: Failure): void {
    this.add({ kind: 'error', text: failure.title, more: `${failure.safe} ${failure.act}` });
  }

  error(text: string, more?: string): void {
    this.add({ kind: 'error', text, ...(more ? { more } : {}) });
  }

  remove(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
