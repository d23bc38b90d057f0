import { k } from '../words/kit';

/** What the server answers when something did not work: what happened, are the data safe, what to do. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly code: string,
    readonly title: string,
    readonly safe: string,
    readonly act: string,
    readonly status = 0,
    readonly detail: Record<string, unknown> = {},
  ) {
    super(title);
  }

  /** The node could not be reached or did not answer: the outcome is unknown. */
  get offline(): boolean {
    return this.code === 'offline';
  }
}

export function offline(): Failure {
  return new Failure('offline', k('fail.offline.title'), k('fail.offline.safe'), k('fail.offline.do'));
}

/** Turns any answer body into a Failure; strangers (a proxy's HTML) become `unknown`. */
export async function failureOf(response: Response): Promise<Failure> {
  let body: Record<string, unknown> = {};
  try {
    body = (await response.json()) as Record<string, unknown>;
  } catch {
    if (response.status >= 502 && response.status <= 504) return offline();
  }
  const text = (name: string, fallback: string) => (typeof body[name] === 'string' && body[name]) || fallback;
  return new Failure(
    text('code', `http_${response.status}`),
    text('title', k('fail.unknown.title')),
    text('safe', k('fail.unknown.safe')),
    text('do', k('fail.unknown.do')),
    response.status,
    (body['detail'] as Record<string, unknown> | undefined) ?? {},
  );
}

/** For catch blocks: everything that is no Failure is shown as one, and reported to the console. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  console.error(error);
  return new Failure('bug', k('fail.unknown.title'), k('fail.unknown.safe'), k('fail.unknown.do'));
}
