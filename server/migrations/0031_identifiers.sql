-- What a device is called on its packs: several device identifiers of several issuers for one item, each with its packing
-- level. Small tables; the locks last as long as the rows of masterdata.item are read once.

-- The device identifier of the base unit may be of any issuer, not of GS1 alone.
alter table masterdata.item add column udi_issuer text not null default 'gs1';
alter table masterdata.item add constraint item_udi_issuer_known
  check (udi_issuer in ('gs1', 'hibc', 'ma', 'ahm', 'iccbba'));
create or replace view masterdata.v_item with (security_invoker = true) as select * from masterdata.item;

create table masterdata.item_identifier (
  identifier_id bigint generated always as identity,
  item_id bigint not null,
  issuer text not null,
  -- The normal form: 14 digits of a GTIN; labeler, product and unit of measure of HIBC; `MA.156.M0...`.
  di text not null,
  packing_level text not null,
  -- Base units in one pack; 0 where the pack is a part of a base unit, so that a scan names the item and counts nothing.
  units_per_pack bigint not null,
  valid_from date,
  valid_to date,
  -- Digits of the GS1 company prefix. EPC tags need it and no table of the world tells it, so it is never guessed.
  gcp_length smallint,
  -- What the bars of this pack carry besides the identifier; null where nobody has said so.
  label_parts text[],
  source text not null,
  changed_at timestamptz not null default clock_timestamp(),
  -- Entered by mistake: it no longer means anything, and may be given to the right item.
  voided_at timestamptz,
  void_reason text,
  constraint item_identifier_pk primary key (identifier_id),
  constraint item_identifier_item_fk foreign key (item_id) references masterdata.item,
  constraint item_identifier_issuer_known check (issuer in ('gs1', 'hibc', 'ma', 'ahm', 'iccbba')),
  constraint item_identifier_di_text check (di = btrim(di) and length(di) between 1 and 80),
  constraint item_identifier_level_known check (packing_level in ('use_unit', 'unit', 'inner', 'carton', 'pallet')),
  constraint item_identifier_units check (units_per_pack >= 1 or (units_per_pack = 0 and packing_level = 'use_unit')),
  constraint item_identifier_validity check (valid_to >= valid_from),
  constraint item_identifier_gcp_length check (gcp_length is null or (gcp_length between 6 and 12 and issuer = 'gs1')),
  constraint item_identifier_label_parts check (label_parts <@ array['lot', 'serial', 'production_date', 'expiry_date']),
  constraint item_identifier_source_known check (source in ('item', 'entered', 'import', 'udid')),
  constraint item_identifier_voided check ((voided_at is null) = (void_reason is null))
);
-- A device identifier is never given to a second item.
create unique index item_identifier_di_key on masterdata.item_identifier (issuer, di) where voided_at is null;
create index item_identifier_by_di on masterdata.item_identifier (di) where voided_at is null;
create index item_identifier_by_item on masterdata.item_identifier (item_id);

insert into masterdata.item_identifier (item_id, issuer, di, packing_level, units_per_pack, source)
select item_id, udi_issuer, udi_di, 'unit', 1, 'item' from masterdata.item;

-- The identifier of the base unit stands among the others, so that one look-up finds every pack and one key keeps all
-- of them apart. A former one stays: goods with the old label are still on the shelves.
create function masterdata.identify_item() returns trigger language plpgsql as $$
begin
  insert into masterdata.item_identifier as x (item_id, issuer, di, packing_level, units_per_pack, source)
  values (new.item_id, new.udi_issuer, new.udi_di, 'unit', 1, 'item')
  on conflict (issuer, di) where voided_at is null do update
    set packing_level = 'unit', units_per_pack = 1, valid_to = null, changed_at = clock_timestamp()
    where x.item_id = new.item_id;
  if not found then
    raise unique_violation using constraint = 'item_identifier_di_key',
      message = format('the device identifier %s belongs to another item', new.udi_di);
  end if;
  return null;
end $$;
create trigger item_identified after insert on masterdata.item
  for each row execute function masterdata.identify_item();
create trigger item_identified_anew after update of udi_di, udi_issuer on masterdata.item
  for each row when (old.udi_di <> new.udi_di or old.udi_issuer <> new.udi_issuer)
  execute function masterdata.identify_item();

create view masterdata.v_item_identifier with (security_invoker = true) as
select * from masterdata.item_identifier where voided_at is null;

grant select, insert, update on masterdata.item_identifier to tongcang_app;
grant select on masterdata.v_item_identifier to tongcang_app;
