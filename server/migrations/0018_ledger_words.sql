-- More places and reasons for goods: handed over at the door, used at the patient, turned into another item, repaired.
-- Each constraint is added unchecked, which takes a lock for a moment only, and then checked without hindering anybody.

alter table stock.account drop constraint account_kind_known;
alter table stock.account add constraint account_kind_known check (kind in ('bin', 'in_transit', 'supplier', 'customer',
  'consigned', 'destroyed', 'adjustment', 'conversion', 'repair')) not valid;
alter table stock.account validate constraint account_kind_known;
alter table stock.account drop constraint account_shape;
alter table stock.account add constraint account_shape check (case kind
    when 'bin' then warehouse_id is not null and location_id is not null
    when 'in_transit' then document_key is not null and location_id is null
    when 'conversion' then document_key is not null and location_id is null
    when 'supplier' then partner_id is not null
    when 'repair' then partner_id is not null
    when 'customer' then department_id is not null
    when 'consigned' then department_id is not null
    else location_id is null end) not valid;
alter table stock.account validate constraint account_shape;

alter table stock.movement drop constraint movement_purpose_known;
alter table stock.movement add constraint movement_purpose_known check (purpose in ('opening', 'receive', 'putaway',
  'relocate', 'pick', 'release', 'hold', 'lift_hold', 'reject', 'recall', 'expire', 'quarantine', 'transfer_ship',
  'transfer_receive', 'ship', 'customer_return', 'supplier_return', 'adjust', 'count', 'destroy', 'deliver',
  'undelivered', 'consume', 'convert_out', 'convert_in', 'repair_send', 'repair_return')) not valid;
alter table stock.movement validate constraint movement_purpose_known;

alter table stock.allocation drop constraint allocation_demand_known;
alter table stock.allocation add constraint allocation_demand_known check (demand_kind in ('demand_line',
  'transfer_line', 'case_line', 'cabinet_line', 'supplier_return_line', 'work_order_line')) not valid;
alter table stock.allocation validate constraint allocation_demand_known;

-- Samples stand apart and are never offered to anybody who orders.
alter table masterdata.location drop constraint location_zone_kind_known;
alter table masterdata.location add constraint location_zone_kind_known check (zone_kind in ('receiving', 'storage',
  'dispatch', 'rejected', 'returns', 'sample')) not valid;
alter table masterdata.location validate constraint location_zone_kind_known;

-- Who keeps the books of the company.
alter table identity.grant drop constraint grant_role_known;
alter table identity.grant add constraint grant_role_known check (role in ('administrator', 'planner', 'purchaser',
  'warehouse_keeper', 'warehouse_manager', 'quality', 'driver', 'hospital_department', 'supplier', 'manager', 'auditor',
  'accountant')) not valid;
alter table identity.grant validate constraint grant_role_known;
