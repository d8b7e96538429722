-- What stands at a place and in a warehouse, and the road of a document, without reading the whole ledger: the map, counts,
-- put-away and every delivery ask so. Allocation asks for an item in a warehouse; by the primary key alone it would pass over
-- every road that the item has ever been on, and those only grow. None of these columns ever changes, so postings keep
-- updating in place. Each index holds up writes of its table while it is built, about a second for each million rows.

create index balance_by_account on stock.balance (account_id);
create index balance_by_warehouse on stock.balance (warehouse_id, item_id) where warehouse_id is not null;
create index account_by_document on stock.account (document_key) where document_key is not null;
