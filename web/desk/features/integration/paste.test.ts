import { describe, expect, it } from 'vitest';
import { csvOfPaste, readTsv } from './paste.ts';

describe('cells pasted from a spreadsheet', () => {
  it('keep line breaks, tabs and quotes that stand inside a quoted cell', () => {
    expect(readTsv('编码\t名称\r\nI1\t"第一行\n第二\t行 ""大"""\r\n')).toEqual([
      ['编码', '名称'],
      ['I1', '第一行\n第二\t行 "大"'],
    ]);
  });
  it('keep a quote in the middle of a cell as it is, as in inches', () => {
    expect(readTsv('a\t3" tube')).toEqual([['a', '3" tube']]);
  });
  it('keep empty cells in their columns and drop empty lines', () => {
    expect(readTsv('a\t\tc\n\t\t\n')).toEqual([['a', '', 'c']]);
  });
  it('become CSV with quoting where a cell needs it', () => {
    expect(csvOfPaste('a\tb,c\n"x ""y"""\tz')).toBe('a,"b,c"\r\n"x ""y""",z');
    expect(csvOfPaste('a,b\n1,2')).toBe('a,b\n1,2');
  });
});
