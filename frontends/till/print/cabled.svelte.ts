import type { PaperLine } from '../engine/questions';
import { device } from '../storage/device';
import { DRAWER, encode } from './escpos';

/** What of WebUSB and WebSerial a printer takes; browsers that have neither (Safari, Firefox) print by their dialog. */
interface UsbEndpoint {
  endpointNumber: number;
  direction: 'in' | 'out';
}
interface UsbDevice {
  productName?: string;
  opened: boolean;
  configuration: { interfaces: { interfaceNumber: number; alternate: { interfaceClass: number; endpoints: UsbEndpoint[] } }[] } | null;
  open(): Promise<void>;
  selectConfiguration(value: number): Promise<void>;
  claimInterface(number: number): Promise<void>;
  transferOut(endpoint: number, data: BufferSource): Promise<{ status: string }>;
}
interface SerialPort {
  writable: WritableStream<Uint8Array> | null;
  open(options: { baudRate: number }): Promise<void>;
}
interface Ports {
  usb?: { getDevices(): Promise<UsbDevice[]>; requestDevice(options: { filters: { classCode: number }[] }): Promise<UsbDevice> };
  serial?: { getPorts(): Promise<SerialPort[]>; requestPort(): Promise<SerialPort> };
}

const PRINTER = 7;
const KEY = 'printer';
export const SPEEDS = [9600, 19_200, 38_400, 115_200] as const;
const COLUMNS = [48, 32] as const;

interface Choice {
  by: 'usb' | 'serial';
  speed: number;
  columns: number;
}

/** A receipt printer at this device itself, for when the node's printer cannot be reached. */
class Cabled {
  choice = $state.raw<Choice | null>(null);
  #usb: UsbDevice | null = null;
  #serial: SerialPort | null = null;

  get #ports(): Ports {
    return navigator as unknown as Ports;
  }

  get canUsb(): boolean {
    return this.#ports.usb !== undefined;
  }

  get canSerial(): boolean {
    return this.#ports.serial !== undefined;
  }

  get ready(): boolean {
    return this.choice !== null && (this.#usb !== null || this.#serial !== null);
  }

  get columns(): number {
    return this.choice?.columns ?? COLUMNS[0];
  }

  /** A printer that was allowed before is used again without a question. */
  async restore(): Promise<void> {
    const kept = await device.get<Choice>('state', KEY);
    if (!kept) return;
    this.#usb = kept.by === 'usb' ? ((await this.#ports.usb?.getDevices())?.[0] ?? null) : null;
    this.#serial = kept.by === 'serial' ? ((await this.#ports.serial?.getPorts())?.[0] ?? null) : null;
    this.choice = kept;
  }

  /** The person chooses the printer in the browser's own dialog. */
  async choose(by: 'usb' | 'serial', speed: number, columns: number): Promise<void> {
    if (by === 'usb') this.#usb = (await this.#ports.usb?.requestDevice({ filters: [{ classCode: PRINTER }] })) ?? null;
    else this.#serial = (await this.#ports.serial?.requestPort()) ?? null;
    this.choice = { by, speed, columns };
    await device.put('state', KEY, this.choice);
  }

  async forget(): Promise<void> {
    this.choice = this.#usb = this.#serial = null;
    await device.remove('state', KEY);
  }

  print(lines: readonly PaperLine[], address: string, foot: string): Promise<void> {
    return this.#send(encode(lines, address, foot));
  }

  openDrawer(): Promise<void> {
    return this.#send(DRAWER);
  }

  async #send(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.#usb) return this.#byUsb(this.#usb, bytes);
    const port = this.#serial;
    if (!port) throw new Error('no printer');
    if (!port.writable) await port.open({ baudRate: this.choice?.speed ?? SPEEDS[0] });
    const writer = port.writable!.getWriter();
    try {
      await writer.write(bytes);
    } finally {
      writer.releaseLock();
    }
  }

  async #byUsb(printer: UsbDevice, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!printer.opened) await printer.open();
    if (!printer.configuration) await printer.selectConfiguration(1);
    const port = printer.configuration!.interfaces.find((one) => one.alternate.interfaceClass === PRINTER);
    const out = port?.alternate.endpoints.find((one) => one.direction === 'out');
    if (!port || !out) throw new Error('no printer endpoint');
    await printer.claimInterface(port.interfaceNumber);
    const done = await printer.transferOut(out.endpointNumber, bytes);
    if (done.status !== 'ok') throw new Error(done.status);
  }
}

export const cabled = new Cabled();
