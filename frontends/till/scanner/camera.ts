/** Reads codes from a running video: the browser's own detector where there is one, a worker with wasm otherwise. */
interface NativeDetector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}

const FORMATS = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'code_128', 'itf', 'qr_code', 'data_matrix'];

export type Decode = (video: HTMLVideoElement) => Promise<string[]>;

async function native(): Promise<Decode | null> {
  const Detector = (globalThis as { BarcodeDetector?: { new (options: { formats: string[] }): NativeDetector; getSupportedFormats(): Promise<string[]> } }).BarcodeDetector;
  if (!Detector) return null;
  const known = await Detector.getSupportedFormats().catch((): string[] => []);
  const formats = FORMATS.filter((format) => known.includes(format));
  if (!formats.includes('ean_13')) return null;
  const detector = new Detector({ formats });
  return async (video) => (await detector.detect(video)).map((one) => one.rawValue);
}

export async function decoder(): Promise<{ decode: Decode; stop: () => void }> {
  const own = await native();
  if (own) return { decode: own, stop: () => {} };
  const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' });
  const decode: Decode = async (video) => {
    const picture = await createImageBitmap(video);
    return new Promise((done) => {
      worker.onmessage = (event: MessageEvent<string[]>) => done(event.data);
      worker.onerror = () => done([]);
      worker.postMessage(picture, [picture]);
    });
  };
  return { decode, stop: () => worker.terminate() };
}

/** The same code counts again only after it was out of sight for a while. */
export class OncePerLook {
  #seen = new Map<string, number>();

  constructor(readonly pause = 1200) {}

  fresh(code: string, now: number): boolean {
    const before = this.#seen.get(code);
    this.#seen.set(code, now);
    return before === undefined || now - before > this.pause;
  }
}
