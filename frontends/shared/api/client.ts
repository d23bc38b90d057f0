import { tongue } from '../words/words.svelte';
import { Failure, failureOf, offline } from './failure';

/** Options of a call. `repeat`: the body carries an id, so the same request may be sent again after a lost line. */
export interface CallOptions {
  repeat?: boolean;
  timeout?: number;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

const PAUSES = [250, 800, 2000];

/** Speaks to the node: problem JSON becomes a thrown `Failure`, a lost line is `Failure('offline')`. */
export class Client {
  /** Session of the person signed in at this till (header `X-Staff-Session`). */
  session = '';
  /** Told after each call whether the node answered; drives the state line. */
  onreach: (reached: boolean) => void = () => {};

  /** Told about every refusal and the session it was for; sign-in and pairing are asked anew when they have ended. */
  onrefused: (failure: Failure, session: string) => void = () => {};

  constructor(readonly prefix = '/api/v1') {}

  get<T>(path: string, options?: CallOptions): Promise<T> {
    return this.call<T>('GET', path, undefined, { repeat: true, ...options });
  }
  post<T>(path: string, body: unknown = {}, options?: CallOptions): Promise<T> {
    return this.call<T>('POST', path, body, options);
  }
  put<T>(path: string, body: unknown, options?: CallOptions): Promise<T> {
    return this.call<T>('PUT', path, body, { repeat: true, ...options });
  }
  delete<T>(path: string, options?: CallOptions): Promise<T> {
    return this.call<T>('DELETE', path, undefined, options);
  }

  async call<T>(method: string, path: string, body: unknown, options: CallOptions = {}): Promise<T> {
    const pauses = options.repeat ? PAUSES : [];
    for (let attempt = 0; ; attempt++) {
      try {
        const response = await this.send(method, path, body, options);
        return (response.status === 204 ? undefined : await this.#read(response)) as T;
      } catch (error) {
        const pause = pauses[attempt];
        if (!(error instanceof Failure) || !error.offline || pause === undefined || options.signal?.aborted) throw error;
        await new Promise((done) => setTimeout(done, pause));
      }
    }
  }

  /** An answer that broke off in the middle is none: the line was lost. */
  async #read(response: Response): Promise<unknown> {
    try {
      return await response.json();
    } catch {
      this.onreach(false);
      throw offline();
    }
  }

  /** One request without repetition; returns the raw answer (for ETag and files). */
  async send(method: string, path: string, body: unknown, options: CallOptions = {}): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': tongue.language };
    if (method !== 'GET') headers['X-Tresen'] = '1';
    const session = this.session;
    if (session) headers['X-Staff-Session'] = session;
    let sent: BodyInit | undefined;
    if (body instanceof FormData) sent = body;
    else if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
      sent = JSON.stringify(body);
    }
    const time = AbortSignal.timeout(options.timeout ?? 15_000);
    const signal = options.signal ? AbortSignal.any([time, options.signal]) : time;
    let response: Response;
    try {
      response = await fetch(this.prefix + path, {
        method,
        headers: { ...headers, ...options.headers },
        body: sent ?? null,
        signal,
        credentials: 'same-origin',
        cache: 'no-store',
      });
    } catch {
      if (!options.signal?.aborted) this.onreach(false);
      throw offline();
    }
    if (response.status === 304) return response;
    if (!response.ok) {
      const failure = await failureOf(response);
      this.onreach(!failure.offline);
      this.onrefused(failure, session);
      throw failure;
    }
    this.onreach(true);
    return response;
  }
}
