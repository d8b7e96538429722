import { verbs } from '../stock/index.ts';

export const secret = verbs.length;
