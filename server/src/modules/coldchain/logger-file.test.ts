import { describe, expect, test } from 'vitest';
import { columnsOf, readRow, timeOf } from './logger-file.ts';

const SHANGHAI = 480;
const at = (instant: string) => Date.parse(instant) / 1000;

describe('columns are found', () => {
  test.each([
    ['Elitech', ['No.', 'Time', 'Temperature(°C)', 'Humidity(%RH)'], { time: 1, temp: 2, humidity: 3 }],
    ['Testo', ['Date/Time', 'Temp. [°C]', 'RH [%]'], { time: 0, temp: 1, humidity: 2 }],
    ['TempTale', ['Index', 'Timestamp', 'Ch1 (°C)'], { time: 1, temp: 2, humidity: null }],
    ['中文', ['序号', '时间', '温度', '湿度'], { time: 1, temp: 2, humidity: 3 }],
    ['日期与时刻分列', ['日期', '时间', '温度℃'], { time: 1, temp: 2, humidity: null }],
  ])('%s', (_name, header, found) => {
    expect(columnsOf(header, {})).toMatchObject(found);
  });

  test('as they are named, and what is missing is said', () => {
    expect(columnsOf(['a', 'b'], { time: 'a', temp: 'b' })).toMatchObject({ time: 0, temp: 1 });
    expect(columnsOf(['a', 'b'], {})).toBe('time');
    expect(columnsOf(['时间', 'b'], {})).toBe('temp');
    expect(columnsOf(['a', 'b'], { time: 'c', temp: 'b' })).toBe('time');
  });
});

describe('times are read as they stand on the wall', () => {
  test.each([
    ['2026-03-01 08:30:00', '2026-03-01T00:30:00Z'],
    ['2026/3/1 8:30', '2026-03-01T00:30:00Z'],
    ['2026年3月1日 08:30', '2026-03-01T00:30:00Z'],
    ['01.03.2026 08:30:15', '2026-03-01T00:30:15Z'],
    ['2026-03-01 8:30:00 PM', '2026-03-01T12:30:00Z'],
    ['2026-03-01 下午 8:30', '2026-03-01T12:30:00Z'],
    // One that carries its own offset needs none.
    ['2026-03-01T08:30:00Z', '2026-03-01T08:30:00Z'],
  ])('%s', (text, instant) => {
    expect(timeOf(text, null, SHANGHAI)).toBe(at(instant));
  });

  test('a number of Excel is one too, and a day that does not exist is none', () => {
    expect(timeOf(46_082.354_166_666_664, null, SHANGHAI)).toBe(at('2026-03-01T00:30:00Z'));
    expect(timeOf('2026-02-30 08:30', null, SHANGHAI)).toBeNull();
    expect(timeOf('2026-02-03', null, SHANGHAI)).toBeNull();
    expect(timeOf('2026-02-03 24:10', null, SHANGHAI)).toBeNull();
  });
});

describe('rows', () => {
  const columns = { time: 0, clock: null, temp: 1, humidity: 2 };
  const row = (...cells: (string | number | null)[]) => readRow({ line: 7, cells }, columns, SHANGHAI);

  test('are read with comma, unit and humidity', () => {
    expect(row('2026-03-01 08:00', '5,3 °C', '45.5%')).toEqual({
      line: 7,
      at: at('2026-03-01T00:00:00Z'),
      temp_c: 5.3,
      humidity: 45.5,
    });
    expect(row('2026-03-01 08:00', -18.5, null)).toMatchObject({ temp_c: -18.5, humidity: null });
  });

  test('that are empty are passed over, others are named with what stood there', () => {
    expect(row(null, '', null)).toBeNull();
    expect(row('平均', '5.2', null)).toEqual({ line: 7, code: 'time', text: '平均' });
    expect(row('2026-03-01 08:00', 'open', null)).toEqual({ line: 7, code: 'temperature', text: 'open' });
  });
});
