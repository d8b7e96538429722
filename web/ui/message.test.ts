import { describe, expect, it } from 'vitest';
import { dictionary, formatMessage } from './message.ts';

describe('formatMessage', () => {
  it('inserts parameters and groups numbers', () => {
    expect(formatMessage('批号 {lot} 差 {short_by} 件', { lot: 'L1', short_by: 1234 }, 'zh')).toBe(
      '批号 L1 差 1,234 件',
    );
  });
  it('chooses the plural by language, with exact cases first', () => {
    const pattern = '{n, plural, =0 {no lines} one {# line} other {# lines}} left';
    expect([0, 1, 2000].map((n) => formatMessage(pattern, { n }, 'en'))).toEqual([
      'no lines left',
      '1 line left',
      '2,000 lines left',
    ]);
  });
  it('selects by value and nests parameters', () => {
    const pattern = '{mode, select, road {by road to {to}} other {to {to}}}';
    expect(formatMessage(pattern, { mode: 'road', to: '西安' }, 'en')).toBe('by road to 西安');
    expect(formatMessage(pattern, { mode: 'sea', to: '西安' }, 'en')).toBe('to 西安');
  });
  it('keeps a missing parameter visible instead of printing undefined', () => {
    expect(formatMessage('差 {n}', {}, 'zh')).toBe('差 {n}');
  });
  it('refuses a message that is not well formed', () => {
    expect(() => formatMessage('a {b', {}, 'zh')).toThrow(/closing brace/);
  });
  it('declares dictionaries whose English has the keys of the Chinese', () => {
    const text = dictionary({ hello: '你好' }, { hello: 'Hello' });
    expect(text.en.hello).toBe('Hello');
    // @ts-expect-error English lacks the key `bye`.
    dictionary({ hello: '你好', bye: '再见' }, { hello: 'Hello' });
  });
});
