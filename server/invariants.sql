-- What must hold at every moment: one row for each violation, none when all is well. RELIABILITY section 2 gives the
-- numbers. Run as somebody who sees all warehouses.
--
-- Held elsewhere: I9's replay and I12's order by the tests of the platform; the hashes of I11 by verify-audit; I15 only
-- while events wait to be delivered; I17 begins with module coldchain; I18 by a property test of the allocator; I20 to
-- I26 with the modules that they speak of, I25 follows from I1 and I5.
with legs as (
  select item_id, lot_id, to_account_id as account_id, to_owner_id as owner_id, to_disposition as disposition, qty
  from stock.posting
  union all
  select item_id, lot_id, from_account_id, from_owner_id, from_disposition, -qty from stock.posting
), posted as (
  select item_id, lot_id, account_id, owner_id, disposition, sum(qty) as qty from legs group by 1, 2, 3, 4, 5
), live as (
  select item_id, lot_id, account_id, owner_id, disposition, sum(qty) as qty
  from stock.allocation where status in ('open', 'picked') group by 1, 2, 3, 4, 5
), packed as (
  select c.item_id, c.lot_id, u.account_id, c.owner_id, c.disposition, sum(c.qty) as qty
  from stock.handling_unit_line c join stock.handling_unit u using (handling_unit_id) group by 1, 2, 3, 4, 5
), standing as (
  select item_id, lot_id, account_id, owner_id, disposition, count(*) as qty
  from stock.serial group by 1, 2, 3, 4, 5
), left_trade as (
  select p.item_id, p.lot_id, p.posting_id, p.from_disposition, p.to_account_id, m.purpose, m.recorded_at, p.occurred_at,
    (m.recorded_at at time zone coalesce(w.timezone, 'Asia/Shanghai'))::date as on_date
  from stock.posting p
  join stock.movement m using (movement_id)
  left join masterdata.v_warehouse w on w.warehouse_id = p.from_warehouse_id
  where m.purpose in ('ship', 'transfer_ship')
)

-- I1 a balance is the sum of its postings
select 'I1' as invariant, format('item %s lot %s account %s owner %s %s: balance %s, postings %s', item_id, lot_id, account_id,
  owner_id, disposition, coalesce(b.qty, 0), coalesce(p.qty, 0)) as detail
from stock.balance b full join posted p using (item_id, lot_id, account_id, owner_id, disposition)
where coalesce(b.qty, 0) <> coalesce(p.qty, 0)

union all -- I2 nothing below zero but suppliers and differences
select 'I2', format('item %s lot %s account %s: %s', b.item_id, b.lot_id, b.account_id, b.qty)
from stock.balance b join stock.account a using (account_id)
where b.qty < 0 and a.kind not in ('supplier', 'adjustment', 'conversion')

union all -- I3 allocated and packed lie between nothing and what is there
select 'I3', format('item %s lot %s account %s: %s allocated, %s packed of %s', item_id, lot_id, account_id, allocated, packed, qty)
from stock.balance
where allocated < 0 or packed < 0 or (allocated > 0 and allocated > qty) or (packed > 0 and packed > qty)

union all -- I4 what a balance has allocated is the sum of the live allocations there
select 'I4', format('item %s lot %s account %s: balance says %s, allocations %s', item_id, lot_id, account_id,
  coalesce(b.allocated, 0), coalesce(l.qty, 0))
from stock.balance b full join live l using (item_id, lot_id, account_id, owner_id, disposition)
where coalesce(b.allocated, 0) <> coalesce(l.qty, 0)

union all -- I4 for handling units: what a balance has packed is the sum of their content there
select 'I4-packed', format('item %s lot %s account %s: balance says %s, handling units %s', item_id, lot_id, account_id,
  coalesce(b.packed, 0), coalesce(p.qty, 0))
from stock.balance b full join packed p using (item_id, lot_id, account_id, owner_id, disposition)
where coalesce(b.packed, 0) <> coalesce(p.qty, 0)

union all -- I5 the world's sum is zero
select 'I5', format('item %s lot %s: %s', item_id, lot_id, sum(qty))
from stock.balance group by item_id, lot_id having sum(qty) <> 0

union all -- I6 what was sent is received, damaged, lost, returned or still on the road, which is a place
select 'I6', format('transfer %s item %s lot %s: %s on the road, the account holds %s', transfer_id, item_id, lot_id,
  coalesce(s.qty, 0), coalesce(r.qty, 0))
from (
  select transfer_id, item_id, lot_id, sum(qty_shipped - qty_received - qty_damaged - qty_lost - qty_returned) as qty
  from transfer.sent_lot group by 1, 2, 3
) s full join (
  select substr(a.document_key, 10)::bigint as transfer_id, b.item_id, b.lot_id, sum(b.qty) as qty
  from stock.balance b join stock.account a using (account_id)
  where a.kind = 'in_transit' and a.document_key ~ '^transfer:\d+$' group by 1, 2, 3
) r using (transfer_id, item_id, lot_id)
where coalesce(s.qty, 0) <> coalesce(r.qty, 0)

union all -- I6 the same for what was shipped to customers: delivered, refused at the door, or still on the road
select 'I6', format('delivery %s item %s lot %s: %s on the road, the account holds %s', shipment_id, item_id, lot_id,
  coalesce(s.qty, 0), coalesce(r.qty, 0))
from (
  select shipment_id, item_id, lot_id, sum(qty - qty_delivered - qty_refused) as qty
  from fulfilment.shipment_line group by 1, 2, 3
) s full join (
  select substr(a.document_key, 10)::bigint as shipment_id, b.item_id, b.lot_id, sum(b.qty) as qty
  from stock.balance b join stock.account a using (account_id)
  where a.kind = 'in_transit' and a.document_key ~ '^delivery:\d+$' group by 1, 2, 3
) r using (shipment_id, item_id, lot_id)
where coalesce(s.qty, 0) <> coalesce(r.qty, 0)

union all -- I7 serials are as many as the pieces that they number, each at one place (its key says that)
select 'I7', format('item %s lot %s account %s %s: balance %s, serials %s', item_id, lot_id, account_id, disposition,
  coalesce(b.qty, 0), coalesce(s.qty, 0))
from (
  select b.* from stock.balance b join masterdata.v_item i using (item_id) where i.tracking = 'serial' and not b.unbounded
) b full join (
  select s.* from standing s join stock.account a using (account_id) where a.kind not in ('supplier', 'adjustment', 'conversion')
) s using (item_id, lot_id, account_id, owner_id, disposition)
where coalesce(b.qty, 0) <> coalesce(s.qty, 0)

union all -- I7 a posting of numbered pieces names as many as it moves
select 'I7', format('posting %s: %s moved, %s serials', p.posting_id, p.qty, count(k.serial_id))
from stock.posting p
join masterdata.v_item i on i.item_id = p.item_id and i.tracking = 'serial'
left join stock.posting_serial k on k.item_id = p.item_id and k.lot_id = p.lot_id and k.posting_id = p.posting_id
group by p.item_id, p.lot_id, p.posting_id, p.qty having p.qty <> count(k.serial_id)

union all -- I7 a packed serial stands where its handling unit stands
select 'I7', format('serial %s of item %s is in unit %s, which stands elsewhere', s.serial_no, s.item_id, u.handling_unit_id)
from stock.serial s join stock.handling_unit u using (handling_unit_id) where u.account_id <> s.account_id

union all -- I8 no document without its lines
select 'I8', format('movement %s: %s lines announced, %s posted', m.movement_id, m.line_count, count(p.posting_id))
from stock.movement m left join stock.posting p using (movement_id)
group by m.movement_id, m.line_count having m.line_count <> count(p.posting_id)

union all -- I8 the other way round
select 'I8', format('posting %s has no movement', p.posting_id)
from stock.posting p where not exists (select from stock.movement m where m.movement_id = p.movement_id)

union all -- I9 a committed command has its answer
select 'I9', format('key %s of %s has no answer', idempotency_key, actor_key)
from platform.idempotency where status is null

union all -- I10 what a person posts is in the audit trail, written by the same transaction
select 'I10', format('movement %s of user %s', m.movement_id, m.actor_id)
from stock.movement m
where m.actor_id is not null and not exists (select from platform.audit a where a.txid = m.txid)

union all -- I11 each seal names the one before it, without gaps
select 'I11', format('seal %s', seq)
from (select seq, prev_hash, lag(hash) over w as before, lag(seq) over w as seq_before
      from platform.audit_seal window w as (order by seq)) s
where before is not null and (prev_hash <> before or seq <> seq_before + 1)

union all -- I13 nothing leaves after its recall
select 'I13', format('posting %s (%s) of item %s lot %s after recall %s', l.posting_id, l.purpose, l.item_id, l.lot_id, h.hold_id)
from left_trade l
join stock.hold h on h.item_id = l.item_id and h.lot_id = l.lot_id and h.kind = 'recall' and h.serial_no is null
  and l.recorded_at > h.held_at

union all -- I13 nothing leaves after its expiry day, or without a registration that covers it
select 'I13', format('posting %s (%s) of item %s lot %s, expired %s', l.posting_id, l.purpose, l.item_id, l.lot_id, t.expiry_date)
from left_trade l join stock.lot t using (item_id, lot_id)
where t.expiry_date < l.on_date

union all
select 'I13', format('posting %s (%s) of item %s lot %s: no registration', l.posting_id, l.purpose, l.item_id, l.lot_id)
from left_trade l
join stock.lot t using (item_id, lot_id)
join masterdata.v_item i using (item_id)
where not exists (select from compliance.v_registration r where r.registration_no = i.registration_no
  and coalesce(t.production_date, l.on_date) between r.valid_from and coalesce(r.valid_to, 'infinity'))

union all -- I14 nothing leaves, and nothing is picked, that is not released
select 'I14', format('posting %s (%s) of item %s lot %s was %s', p.posting_id, m.purpose, p.item_id, p.lot_id, p.from_disposition)
from stock.posting p join stock.movement m using (movement_id)
where m.purpose in ('ship', 'transfer_ship', 'pick', 'deliver', 'convert_out') and p.from_disposition <> 'released'
  and not (m.purpose = 'convert_out' and p.from_disposition = 'quarantine' and p.to_disposition = 'quarantine')

union all -- I14 what waited for release when it went to the bench waits when it comes back
select 'I14', format('posting %s (convert_in) of item %s lot %s makes usable what waited', p.posting_id, p.item_id, p.lot_id)
from stock.movement m join stock.posting p using (movement_id)
where m.purpose = 'convert_in' and p.to_disposition = 'released' and exists (
  select from stock.movement o join stock.posting q using (movement_id)
  where o.purpose = 'convert_out' and o.document_key = m.document_key and q.item_id = p.item_id and q.lot_id = p.lot_id
    and q.from_disposition = 'quarantine')

union all -- I16 one number of an item is one lot
select 'I16', format('item %s lot %s', item_id, lot_no)
from stock.lot group by item_id, lot_no having count(*) > 1

union all -- Held lots and open holds say the same
select 'I14-held', format('item %s lot %s: marked %s, open holds everywhere %s', l.item_id, l.lot_id, l.held, count(h.hold_id))
from stock.lot l
left join stock.hold h on h.item_id = l.item_id and h.lot_id = l.lot_id and h.kind = 'hold' and h.warehouse_id is null
  and h.serial_no is null and h.account_id is null and h.lifted_at is null
group by l.item_id, l.lot_id, l.held having l.held <> (count(h.hold_id) > 0)
