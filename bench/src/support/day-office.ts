import { type Answer, createClient } from './client.ts';
import type { DayUser } from './day-company.ts';

export type Written = { readonly verb: string; readonly ms: number; readonly lines: number };
/** What was not a success: the code, how often, and the first answer of its kind. */
export type Refusals = Map<string, { count: number; first: string }>;

/** Everything that the day leaves behind beside the database. */
export type DayBook = {
  readonly writes: Written[];
  readonly reads: number[];
  readonly refusals: Refusals;
  readonly documents: Map<string, { count: number; lines: number }>;
};

export class Refused extends Error {}

export type Office = {
  /** One request of this person, after those the person is at already. */
  get<T>(user: DayUser, path: string): Promise<T>;
  /** `lines` is how many lines of a document the request carries or works on. */
  post<T>(user: DayUser, path: string, body: object, lines: number): Promise<T>;
  /** Notes a document that was made. */
  filed(kind: string, lines: number): void;
  /** Begins a new book; what is in the old one does not count. */
  turnPage(): void;
  book(): DayBook;
  close(): void;
};

/** Every person has one connection and does one thing at a time; all of them work at once. */
export function openOffice(port: number): Office {
  const desks = new Map<string, { client: ReturnType<typeof createClient>; last: Promise<unknown> }>();
  const empty = (): DayBook => ({ writes: [], reads: [], refusals: new Map(), documents: new Map() });
  let book = empty();
  let keys = 0;

  function turn(
    user: DayUser,
    work: (client: ReturnType<typeof createClient>) => Promise<Answer>,
  ): Promise<Answer> {
    let desk = desks.get(user.account);
    if (desk === undefined) {
      desk = { client: createClient(port, user.token), last: Promise.resolve() };
      desks.set(user.account, desk);
    }
    const { client } = desk;
    const answer = desk.last.then(() => work(client));
    desk.last = answer.catch(() => {});
    return answer;
  }

  function read<T>(path: string, answer: Answer): T {
    if (answer.status === 200) return JSON.parse(answer.body) as T;
    const text = Buffer.from(answer.body, 'latin1').toString();
    const code = /"code":"([^"]+)"/.exec(text)?.[1] ?? String(answer.status);
    const seen = book.refusals.get(code) ?? { count: 0, first: `${path}: ${text.slice(0, 500)}` };
    book.refusals.set(code, { ...seen, count: seen.count + 1 });
    throw new Refused(code);
  }

  return {
    turnPage() {
      book = empty();
    },
    book: () => book,
    async get(user, path) {
      const answer = await turn(user, (client) => client.request('GET', path));
      book.reads.push(answer.ms);
      return read(path, answer);
    },
    async post(user, path, body, lines) {
      keys += 1;
      const key = `day-document-${keys}`;
      const answer = await turn(user, (client) => client.request('POST', path, JSON.stringify(body), key));
      book.writes.push({ verb: path.replaceAll(/\/\d+/g, '/*'), ms: answer.ms, lines });
      return read(path, answer);
    },
    filed(kind, lines) {
      const seen = book.documents.get(kind) ?? { count: 0, lines: 0 };
      book.documents.set(kind, { count: seen.count + 1, lines: seen.lines + lines });
    },
    close() {
      for (const { client } of desks.values()) client.close();
    },
  };
}
