import pg from 'pg';
import { secret } from '../masterdata/inside.ts';

export const pool = new pg.Pool();
export const decided = [Date.now(), Math.random(), secret];
export const written = (tx: { rows(text: string): unknown }, where: string) =>
  tx.rows(where + ' insert into masterdata.item select from masterdata.lane');
