import { describe, expect, it } from 'vitest';
import {
  createScanDecoder,
  GS,
  type KeyInput,
  readControls,
  type Scan,
  showControls,
} from './scan-decoder.ts';

type Stroke = Partial<KeyInput> & { key: string };

/** Types strokes with a fixed pause and returns the scans and which strokes were swallowed. */
function play(strokes: Stroke[], pause_ms: number, decoder = createScanDecoder(), from = 1000) {
  const scans: Scan[] = [];
  const swallowed: boolean[] = [];
  strokes.forEach((stroke, index) => {
    const at = from + index * pause_ms;
    const step = decoder.key({
      code: '',
      ctrl: false,
      alt: false,
      meta: false,
      shift: false,
      composing: false,
      at,
      ...stroke,
    });
    swallowed.push(step.swallow);
    if (step.scan) scans.push(step.scan);
  });
  return { scans, swallowed, ended_at: from + (strokes.length - 1) * pause_ms };
}
const letters = (text: string): Stroke[] => [...text].map((key) => ({ key }));
const ENTER: Stroke = { key: 'Enter', code: 'Enter' };
const CTRL_BRACKET: Stroke = { key: ']', code: 'BracketRight', ctrl: true };

describe('scan decoder', () => {
  it('reads a burst closed by Enter as a scan and swallows the Enter', () => {
    const { scans, swallowed } = play([...letters('0106945630100017'), ENTER], 5);
    expect(scans.map((scan) => scan.raw)).toEqual(['0106945630100017']);
    expect(swallowed.at(-1)).toBe(true);
    expect(swallowed.slice(0, -1)).not.toContain(true);
  });

  it('keeps the GS that a scanner sends as Ctrl+]', () => {
    const strokes = [
      ...letters('10L24'),
      { key: 'Control', ctrl: true },
      CTRL_BRACKET,
      ...letters('21S1'),
      ENTER,
    ];
    const { scans, swallowed } = play(strokes, 4);
    expect(scans[0]!.raw).toBe(`10L24${GS}21S1`);
    expect(swallowed[6]).toBe(true);
  });

  it('keeps a leading GS (FNC1 sent as GS)', () => {
    expect(play([CTRL_BRACKET, ...letters('0106'), ENTER], 4).scans[0]!.raw).toBe(`${GS}0106`);
  });

  it('swallows Ctrl+6, Ctrl+\\ and Ctrl+D inside a burst and keeps them as RS, FS and EOT', () => {
    const strokes = [
      ...letters('[)>'),
      { key: '6', code: 'Digit6', ctrl: true },
      ...letters('06'),
      { key: '\\', code: 'Backslash', ctrl: true },
      { key: 'd', code: 'KeyD', ctrl: true },
      ENTER,
    ];
    const { scans, swallowed } = play(strokes, 4);
    expect(scans[0]!.raw).toBe('[)>\u001e06\u001c\u0004');
    expect([swallowed[3], swallowed[6], swallowed[7]]).toEqual([true, true, true]);
  });

  it('leaves Ctrl+D, Ctrl+6 and Ctrl+J to the browser outside a burst', () => {
    for (const [key, code] of [
      ['d', 'KeyD'],
      ['6', 'Digit6'],
      ['j', 'KeyJ'],
    ] as const) {
      expect(play([{ key, code, ctrl: true }], 0).swallowed).toEqual([false]);
    }
  });

  it('takes Ctrl+J (line feed) as the terminator of a burst', () => {
    const { scans } = play([...letters('ABCD1'), { key: 'j', code: 'KeyJ', ctrl: true }], 4);
    expect(scans[0]!.raw).toBe('ABCD1');
  });

  it('does not take typing for a scan', () => {
    const { scans, swallowed } = play([...letters('0106945630100017'), ENTER], 120);
    expect(scans).toEqual([]);
    expect(swallowed).not.toContain(true);
  });

  it('does not take a short burst or a lone Enter for a scan', () => {
    expect(play([...letters('ab'), ENTER], 20).scans).toEqual([]);
    expect(play([ENTER], 0).swallowed).toEqual([false]);
  });

  it('reads physical keys while an input method composes', () => {
    const strokes: Stroke[] = ['Digit0', 'Digit1', 'KeyA', 'Minus'].map((code) => ({
      key: 'Process',
      code,
      composing: true,
    }));
    strokes.push({ key: 'Process', code: 'KeyB', shift: true, composing: true });
    const { scans } = play([...strokes, ENTER], 6);
    expect(scans[0]).toMatchObject({ raw: '01a-B', route: 'codes' });
  });

  it('reads control characters given as Alt and number-pad digits', () => {
    const decoder = createScanDecoder();
    play(letters('10L2'), 4, decoder);
    const alt = (code: string, at: number) =>
      decoder.key({
        key: code,
        code,
        ctrl: false,
        alt: true,
        meta: false,
        shift: false,
        composing: false,
        at,
      });
    expect(alt('Numpad0', 1016).swallow).toBe(true);
    alt('Numpad2', 1020);
    alt('Numpad9', 1024);
    decoder.keyUp('Alt', 1028);
    expect(play([...letters('21S'), ENTER], 4, decoder, 1032).scans[0]!.raw).toBe(`10L2${GS}21S`);
  });

  it('flags the same code again within 80 ms as a duplicate, and not later', () => {
    const decoder = createScanDecoder();
    const first = play([...letters('ABCD'), ENTER], 5, decoder);
    const second = play([...letters('ABCD'), ENTER], 5, decoder, first.ended_at + 40);
    const third = play([...letters('ABCD'), ENTER], 5, decoder, second.ended_at + 400);
    const other = play([...letters('ABCE'), ENTER], 5, decoder, third.ended_at + 10);
    expect([first, second, third, other].map((run) => run.scans[0]!.duplicate)).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it('reads committed text with its own line end, GS included', () => {
    const step = createScanDecoder().text(`0106945630100017${GS}10L1\n`, 5);
    expect(step.scan).toMatchObject({ raw: `0106945630100017${GS}10L1`, route: 'text' });
  });

  it('reads committed text without terminator only when the field asks for it', () => {
    const decoder = createScanDecoder();
    expect(decoder.text('0106945630100017', 5).scan).toBeNull();
    expect(decoder.flush(100)!.raw).toBe('0106945630100017');
    expect(decoder.flush(101)).toBeNull();
  });

  it('forgets a burst that is broken by an arrow key', () => {
    expect(play([...letters('ABC'), { key: 'ArrowLeft' }, ...letters('D'), ENTER], 4).scans).toEqual([]);
  });

  it('shows control characters and reads them back', () => {
    expect(showControls(`a${GS}b\u0004`)).toBe('a␝b␄');
    expect(readControls('a␝b␄')).toBe(`a${GS}b\u0004`);
  });
});
