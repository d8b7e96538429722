import type { Page } from '@playwright/test';

/** Key events as a scanner makes them: trusted, in order, none waiting for the one before. */
function keyEvents(char: string): object[] {
  const key =
    char === '␝'
      ? { key: ']', code: 'BracketRight', windowsVirtualKeyCode: 221, modifiers: 2 }
      : char === '\n'
        ? { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' }
        : { key: char, code: /\d/.test(char) ? `Digit${char}` : `Key${char.toUpperCase()}`, text: char };
  return [
    { type: 'keyDown', ...key },
    { type: 'keyUp', ...key, text: undefined },
  ];
}

/** Pause between two events of the imagined scanner. */
const PAUSE_MS = 4;
/** Until a hand has the next code before the scanner; a repetition that comes sooner counts as an echo. */
const HAND_MS = 150;

/** Sends a code as a scanner does, closed by Enter; `␝` stands for the separator, sent as Ctrl+]. */
export async function scan(page: Page, code: string): Promise<void> {
  // A hand that has just filled in a field needs a moment to reach for the scanner.
  await page.waitForTimeout(HAND_MS);
  const client = await page.context().newCDPSession(page);
  const began_at = Date.now();
  const events = [...`${code}\n`].flatMap(keyEvents);
  // The times go along, so that a busy test machine does not turn a scanner into a slow typist.
  const sent = events.map((event, index) =>
    client.send('Input.dispatchKeyEvent', {
      ...event,
      timestamp: (began_at + index * PAUSE_MS) / 1000,
    } as never),
  );
  await Promise.all(sent);
  await client.detach();
  const next_at = began_at + events.length * PAUSE_MS + HAND_MS;
  await page.waitForTimeout(Math.max(0, next_at - Date.now()));
}
