/** Listens to a stream of server-sent events and comes back by itself after every loss, with growing pauses. */
export interface Listening {
  close(): void;
}

export function listen(
  url: string,
  handlers: Record<string, (data: unknown) => void>,
  onstate: (connected: boolean) => void = () => {},
): Listening {
  let source: EventSource | null = null;
  let pause = 500;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function open(): void {
    source = new EventSource(url);
    source.onopen = () => {
      pause = 500;
      onstate(true);
    };
    source.onerror = () => {
      onstate(false);
      source?.close();
      if (closed) return;
      timer = setTimeout(open, pause);
      pause = Math.min(pause * 2, 15_000);
    };
    for (const [kind, handle] of Object.entries(handlers)) {
      source.addEventListener(kind, (event) => handle(read((event as MessageEvent<string>).data)));
    }
  }

  open();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}

function read(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return data;
  }
}
