import { describe, expect, it } from 'vitest';
import { instantOf, wallClock } from './wall-clock.ts';

describe('the clock on the wall of a warehouse', () => {
  it('turns into the instant of its zone and back', () => {
    expect(instantOf('2026-11-23T00:30', 'Asia/Shanghai')).toBe('2026-11-22T16:30:00.000Z');
    expect(instantOf('2026-11-23T00:30', 'Asia/Urumqi')).toBe('2026-11-22T18:30:00.000Z');
    expect(wallClock('2026-11-22T16:30:00.000Z', 'Asia/Shanghai')).toBe('2026-11-23T00:30');
  });
  it('holds after a change of clocks', () => {
    expect(instantOf('2026-07-01T12:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z');
    expect(instantOf('2026-12-01T12:00', 'Europe/Berlin')).toBe('2026-12-01T11:00:00.000Z');
  });
  it('gives nothing for a text that is no time', () => {
    expect(instantOf('', 'Asia/Shanghai')).toBeNull();
  });
});
