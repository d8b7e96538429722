import { readStored, writeStored } from '../safe.ts';

/**
 * What a scan sounds and feels like. Success is one short high tone, failure two long low ones, a duplicate a
 * double tick: they differ in pitch, length and rhythm, so they can be told apart in a loud warehouse and by
 * someone who looks at the goods and not at the screen.
 */
export type Signal = 'ok' | 'fail' | 'duplicate';

type Tone = { readonly hz: number; readonly from_s: number; readonly for_s: number };
const TONES: Readonly<Record<Signal, readonly Tone[]>> = {
  ok: [{ hz: 1320, from_s: 0, for_s: 0.08 }],
  fail: [
    { hz: 196, from_s: 0, for_s: 0.22 },
    { hz: 165, from_s: 0.28, for_s: 0.3 },
  ],
  duplicate: [
    { hz: 880, from_s: 0, for_s: 0.04 },
    { hz: 880, from_s: 0.08, for_s: 0.04 },
  ],
};
const VIBRATION_MS: Readonly<Record<Signal, number[]>> = {
  ok: [40],
  fail: [160, 80, 240],
  duplicate: [30, 40, 30],
};
const SOUND_KEY = 'tongcang.scan_sound';

export const soundIsOn = (): boolean => readStored(SOUND_KEY, true);
export const setSoundOn = (on: boolean): void => writeStored(SOUND_KEY, on);

let audio: AudioContext | null = null;

/** Plays the signal. Browsers allow sound only after a first key or touch; a scan is such a key. */
export function playSignal(signal: Signal): void {
  try {
    navigator.vibrate?.(VIBRATION_MS[signal]);
    if (!soundIsOn() || typeof AudioContext === 'undefined') return;
    audio ??= new AudioContext();
    if (audio.state === 'suspended') void audio.resume();
    for (const tone of TONES[signal]) playTone(audio, tone, signal === 'fail' ? 'square' : 'sine');
  } catch {
    // A device without sound or vibration still shows colour and words.
  }
}

function playTone(context: AudioContext, tone: Tone, type: OscillatorType): void {
  const begin = context.currentTime + tone.from_s;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = type;
  oscillator.frequency.value = tone.hz;
  // A short ramp at both ends avoids the click of a cut wave.
  gain.gain.setValueAtTime(0, begin);
  gain.gain.linearRampToValueAtTime(0.25, begin + 0.005);
  gain.gain.setValueAtTime(0.25, begin + tone.for_s - 0.01);
  gain.gain.linearRampToValueAtTime(0, begin + tone.for_s);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(begin);
  oscillator.stop(begin + tone.for_s);
}
