/**
 * Tells the bursts of a barcode scanner from a person's typing.
 *
 * Scanners type like keyboards, but fast: at most `burst_ms` between two keys, closed by Enter or Tab. GS1 codes
 * hold the separator GS (0x1D), which a keyboard can only send as Ctrl+]; others send RS, FS and EOT as Ctrl+6,
 * Ctrl+\ and Ctrl+D, a line feed as Ctrl+J, or any of them as Alt with digits of the number pad. The browser
 * would lose or obey these combinations, so they are mapped here and swallowed.
 *
 * Pure: time comes in with each event, nothing is read from the page.
 */
export const GS = '\u001d';

export type KeyInput = {
  readonly key: string;
  readonly code: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
  /** An input method is composing, so `key` does not name the character. */
  readonly composing: boolean;
  /** Milliseconds of any steady clock. */
  readonly at: number;
};

export type ScanRoute = 'keys' | 'codes' | 'text' | 'typed';
export type Scan = {
  /** The characters as scanned, control characters included. */
  readonly raw: string;
  /** How they arrived: keys, physical key codes under an input method, committed text, or typed by hand. */
  readonly route: ScanRoute;
  readonly duration_ms: number;
  /** The same code again within the duplicate window of the one before. */
  readonly duplicate: boolean;
  readonly at: number;
};
export type Step = { readonly swallow: boolean; readonly scan: Scan | null };

export type DecoderOptions = {
  /** Longest pause between two keys of one scan, in milliseconds. */
  readonly burst_ms: number;
  /** Shortest code that counts as a scan. */
  readonly length_min: number;
  /** A repetition that starts this soon after the last scan is flagged as its duplicate, in milliseconds. */
  readonly duplicate_ms: number;
};
export const DECODER_DEFAULTS: DecoderOptions = { burst_ms: 60, length_min: 4, duplicate_ms: 80 };

const PASS: Step = { swallow: false, scan: null };
const SWALLOW: Step = { swallow: true, scan: null };
const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock']);

export function createScanDecoder(options: Partial<DecoderOptions> = {}) {
  const { burst_ms, length_min, duplicate_ms } = { ...DECODER_DEFAULTS, ...options };
  let buffer = '';
  let started_at = Number.NEGATIVE_INFINITY;
  let last_at = Number.NEGATIVE_INFINITY;
  let route: ScanRoute = 'keys';
  let alt_digits = '';
  let previous: { raw: string; ended_at: number } | null = null;

  const inBurst = (at: number) => buffer !== '' && at - last_at <= burst_ms;
  const reset = () => {
    buffer = '';
    route = 'keys';
  };
  const push = (text: string, at: number, by: ScanRoute) => {
    if (!inBurst(at)) {
      reset();
      started_at = at;
    }
    buffer += text;
    if (by !== 'keys') route = by;
    last_at = at;
  };
  const finish = (at: number): Scan | null => {
    const raw = buffer;
    const by = route;
    reset();
    if (raw.length < length_min) return null;
    const duplicate = previous?.raw === raw && started_at - previous.ended_at <= duplicate_ms;
    previous = { raw, ended_at: at };
    return { raw, route: by, duration_ms: at - started_at, duplicate, at };
  };
  const terminate = (at: number): Step => {
    const scan = inBurst(at) ? finish(at) : null;
    reset();
    return { swallow: scan !== null, scan };
  };

  return {
    /** A key went down. */
    key(input: KeyInput): Step {
      if (MODIFIERS.has(input.key)) return PASS;
      if (input.alt && /^Numpad\d$/.test(input.code)) {
        alt_digits += input.code.slice(-1);
        last_at = buffer === '' ? last_at : input.at;
        return SWALLOW;
      }
      if (input.ctrl && !input.alt && !input.meta) return this.control(input);
      if (input.alt || input.meta) {
        reset();
        return PASS;
      }
      if (input.key === 'Enter' || input.key === 'Tab' || input.code === 'NumpadEnter')
        return terminate(input.at);
      if (!input.composing && [...input.key].length === 1) {
        push(input.key, input.at, 'keys');
        return PASS;
      }
      const char = charOfCode(input.code, input.shift);
      if (char !== null && (input.composing || input.key === 'Process' || input.key === 'Unidentified')) {
        push(char, input.at, 'codes');
        return PASS;
      }
      if (input.key !== 'Unidentified' && input.key !== 'Process') reset();
      return PASS;
    },

    /** A key went down together with Ctrl. */
    control(input: KeyInput): Step {
      const char = CONTROL_CHARS[input.code] ?? CONTROL_CHARS[input.key];
      if (char === GS) {
        // No browser gives Ctrl+] a meaning, so it is always taken; a code may even begin with it (FNC1).
        push(GS, input.at, 'keys');
        return SWALLOW;
      }
      if (!inBurst(input.at)) {
        reset();
        return PASS;
      }
      if (char === '\n') return terminate(input.at);
      if (char === undefined) {
        reset();
        return PASS;
      }
      push(char, input.at, 'keys');
      return SWALLOW;
    },

    /** A key came up; releasing Alt ends a character given as number-pad digits. */
    keyUp(key: string, at: number): void {
      if (key !== 'Alt' || alt_digits === '') return;
      const code_point = Number(alt_digits);
      alt_digits = '';
      if (code_point > 0 && code_point < 127) push(String.fromCharCode(code_point), at, 'keys');
    },

    /** Text that was committed to a field without usable keys (Android handhelds, injected text). */
    text(data: string, at: number): Step {
      const end = data.search(/[\r\n\t]/);
      if (end < 0) {
        push(data, at, 'text');
        return PASS;
      }
      if (end > 0) push(data.slice(0, end), at, 'text');
      return terminate(at);
    },

    /** Ends a scan that came as one committed text without terminator; for fields made for scanning. */
    flush(at: number): Scan | null {
      return buffer === '' ? null : finish(at);
    },

    /** Whether a burst may be under way, so that single-key shortcuts should wait. */
    busy(at: number): boolean {
      return inBurst(at) && buffer.length > 1;
    },

    /** When the burst began that is under way or ended last; a new value means a new burst. */
    startedAt(): number {
      return started_at;
    },

    /** Characters collected so far. */
    pending(): string {
      return buffer;
    },
  };
}
export type ScanDecoder = ReturnType<typeof createScanDecoder>;

/** Combinations with Ctrl, by physical key (and by character, for layouts whose codes are missing). */
const CONTROL_CHARS: Readonly<Record<string, string>> = {
  BracketRight: GS,
  ']': GS,
  Backslash: '\u001c',
  '\\': '\u001c',
  Digit6: '\u001e',
  '6': '\u001e',
  '^': '\u001e',
  KeyD: '\u0004',
  d: '\u0004',
  KeyJ: '\n',
  j: '\n',
  KeyM: '\n',
  m: '\n',
};

const SYMBOLS: Readonly<Record<string, readonly [string, string]>> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Backquote: ['`', '~'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Space: [' ', ' '],
};
const DIGIT_SHIFTED = ')!@#$%^&*(';

/** The character a key of the US layout gives; scanners are set to it unless someone changed them. */
export function charOfCode(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return shift ? letter : letter.toLowerCase();
  const digit = /^(Digit|Numpad)(\d)$/.exec(code);
  if (digit) return shift && digit[1] === 'Digit' ? DIGIT_SHIFTED[Number(digit[2])]! : digit[2]!;
  const symbol = SYMBOLS[code];
  return symbol ? symbol[shift ? 1 : 0] : null;
}

/** Control characters made visible: GS as ␝ and so on (the block Control Pictures of Unicode). */
export function showControls(raw: string): string {
  return [...raw]
    .map((char) => {
      const code_point = char.codePointAt(0)!;
      if (code_point < 0x20) return String.fromCodePoint(0x2400 + code_point);
      return code_point === 0x7f ? '\u2421' : char;
    })
    .join('');
}

/** The reverse of `showControls`, for codes typed by hand. */
export function readControls(shown: string): string {
  return shown.replace(/[\u2400-\u241f]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0x2400));
}
