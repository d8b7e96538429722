export const verbs: string[] = [];
/** Goods that move past the gate. */
export const moved = 'insert into stock.posting (item_id) values (1)';
