/** Short tones, made by the browser: they say "heard" or "look here" without a glance at the screen. */
export type Sound = 'scan' | 'unknown' | 'error' | 'paid';

type Tone = [hertz: number, at: number, length: number];

const TONES: Record<Sound, Tone[]> = {
  scan: [[1760, 0, 0.06]],
  unknown: [
    [330, 0, 0.14],
    [250, 0.17, 0.22],
  ],
  error: [
    [220, 0, 0.12],
    [220, 0.16, 0.12],
    [220, 0.32, 0.18],
  ],
  paid: [
    [660, 0, 0.09],
    [880, 0.1, 0.09],
    [1320, 0.2, 0.18],
  ],
};

let context: AudioContext | undefined;
let on = true;

export function soundsOn(value: boolean): void {
  on = value;
}

export function play(sound: Sound): void {
  if (!on || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  void context.resume();
  const start = context.currentTime + 0.005;
  for (const [hertz, at, length] of TONES[sound]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = sound === 'scan' || sound === 'paid' ? 'sine' : 'square';
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, start + at);
    volume.gain.linearRampToValueAtTime(sound === 'scan' ? 0.18 : 0.12, start + at + 0.008);
    volume.gain.setTargetAtTime(0, start + at + length * 0.7, 0.02);
    tone.connect(volume).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + length + 0.1);
  }
}
