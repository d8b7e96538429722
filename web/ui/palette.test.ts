import { describe, expect, it } from 'vitest';
import { contrast, palettes } from './palette.ts';

describe('palette', () => {
  it.each(['light', 'dark'] as const)('keeps every text at 4.5:1 on every surface, %s', (mode) => {
    const p = palettes[mode];
    const weak: string[] = [];
    for (const surface of ['page', 'surface', 'sunken', 'hover', 'active'] as const) {
      for (const text of ['text', 'text_2', 'text_3', 'accent_text'] as const) {
        const ratio = contrast(p[text], p[surface]);
        if (ratio < 4.5) weak.push(`${text} on ${surface}: ${ratio.toFixed(2)}`);
      }
      for (const [name, tone] of Object.entries(p.tones)) {
        const ratio = contrast(tone.text, p[surface]);
        if (ratio < 4.5) weak.push(`${name} on ${surface}: ${ratio.toFixed(2)}`);
      }
    }
    for (const [name, tone] of Object.entries(p.tones)) {
      if (contrast(tone.text, tone.soft) < 4.5) weak.push(`${name} on its soft ground`);
      if (contrast(tone.solid, p.surface) < 2.4) weak.push(`${name} mark`);
    }
    if (contrast('#ffffff', p.accent) < 4.5) weak.push('white on accent');
    if (contrast('#ffffff', p.accent_hover) < 4.5 && mode === 'light') weak.push('white on accent hover');
    expect(weak).toEqual([]);
  });

  it('measures contrast by the published formula', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});
