import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findForeignCharacter, findUnsafeText, mixesScripts, normaliseWidth, trimLayout } from './text.ts';

describe('free text', () => {
  it.each([
    '一次性使用无菌注射器 10 ml',
    'ООО «Медтехника»',
    'Ευρώπη',
    'Müller & Söhne',
    '家族👨‍⚕️'.slice(0, 2),
    'α-甲胎蛋白',
  ])('lets %s pass', (text) => expect(findUnsafeText(text)).toEqual([]));

  it.each([
    ['a Cyrillic letter inside a Latin word', 'Philips \u0410BC', 'HOMOGRAPH', 8],
    ['a zero-width space', 'Phi\u200blips', 'INVISIBLE', 3],
    ['a right-to-left override', 'abc\u202egpj', 'INVISIBLE', 3],
    ['a NUL', 'a\u0000b', 'CONTROL', 1],
    ['a lone high surrogate', 'a\ud800b', 'LONE_SURROGATE', 1],
    ['a lone low surrogate', 'ab\udc00', 'LONE_SURROGATE', 2],
    ['a byte order mark', '\ufeffname', 'INVISIBLE', 0],
  ])('finds %s', (_what, text, code, position) => {
    expect(findUnsafeText(text)).toMatchObject([{ code, position }]);
  });

  it('finds nothing in a pair of surrogates', () => {
    expect(findUnsafeText('😀 ok')).toEqual([]);
  });

  it('tells scripts apart', () => {
    expect(mixesScripts('\u0410BC')).toBe(true);
    expect(mixesScripts('ABC 注射器')).toBe(false);
  });
});

describe('codes', () => {
  it('keeps the length when full-width forms are repaired, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normaliseWidth(text)).toHaveLength(text.length);
        expect(normaliseWidth(normaliseWidth(text))).toBe(normaliseWidth(text));
      }),
    );
  });

  it('finds the first character that is not printable ASCII, and only such', () => {
    expect(findForeignCharacter('ABC\u001d', 0x1d)).toBeNull();
    expect(findForeignCharacter('ABC\u001d')).toMatchObject({
      code: 'CONTROL',
      position: 3,
      character: 'U+001D',
    });
    expect(findForeignCharacter('A\u007f')).toMatchObject({ code: 'CONTROL' });
    expect(findForeignCharacter('A–B')).toMatchObject({ code: 'HOMOGRAPH', looks_like: '-' });
  });

  it('trims layout and keeps what must be refused', () => {
    expect(trimLayout(' \t\r\nA B\n')).toBe('A B');
    expect(trimLayout('A\ufeff')).toBe('A\ufeff');
    expect(trimLayout(' \n ')).toBe('');
  });
});
