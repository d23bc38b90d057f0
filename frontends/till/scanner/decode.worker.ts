/// <reference lib="webworker" />
import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** Reads codes from camera pictures beside the main thread, for browsers that cannot do it themselves. */
declare const self: DedicatedWorkerGlobalScope;

prepareZXingModule({ overrides: { locateFile: () => new URL(wasm, self.location.origin).href }, fireImmediately: true });
const FORMATS = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'code_128', 'itf', 'qr_code', 'data_matrix'] as const;
const detector = new BarcodeDetector({ formats: [...FORMATS] });

self.onmessage = async (event: MessageEvent<ImageBitmap>) => {
  const picture = event.data;
  try {
    const found = await detector.detect(picture);
    self.postMessage(found.map((one) => one.rawValue));
  } catch {
    self.postMessage([]);
  } finally {
    picture.close();
  }
};
