import { verbs } from '../modules/stock/index.ts';

export const count = verbs.length + Number(process.env.PORT);
