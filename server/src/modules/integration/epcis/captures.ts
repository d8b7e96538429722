import * as contract from '@tongcang/contract';
import { notFound } from '../../../platform/errors.ts';
import { defineVerb } from '../../../platform/use-case.ts';
import { nextOf } from '../../masterdata/index.ts';

type Output<V> = contract.OutputOf<V>;
type Head = Output<typeof contract.listCaptures>['rows'][number];
type PartnerObject = Output<typeof contract.getCapture>['objects'][number];

const HEAD = `c.capture_id, p.name as partner_name, c.sender, c.events, c.captured_by_name, c.captured_at,
  (select count(*) from integration.epcis_object o where o.capture_id = c.capture_id and o.state = 'matched') as matched,
  (select count(*) from integration.epcis_object o where o.capture_id = c.capture_id and o.state = 'parked') as parked`;
const FROM = `from integration.epcis_capture c left join masterdata.v_partner p on p.partner_id = c.partner_id`;
const OBJECT = `o.event_no, o.event_time, o.type, o.action, o.biz_step, o.disposition, o.role, o.uri, o.qty, o.state, o.item_id,
  i.item_code, o.lot_id, coalesce(l.lot_no, o.lot_no) as lot_no, o.serial_no`;
const OF_OBJECT = `from integration.epcis_object o
  left join masterdata.v_item i on i.item_id = o.item_id
  left join stock.v_lot l on l.item_id = o.item_id and l.lot_id = o.lot_id`;
const LIST = `select ${HEAD} ${FROM} where ($1::bigint is null or c.capture_id < $1) order by c.capture_id desc limit $2`;
const ONE = `select ${HEAD}, encode(c.sha256, 'hex') as sha256, c.document ${FROM} where c.capture_id = $1`;
const OBJECTS = `select ${OBJECT} ${OF_OBJECT} where o.capture_id = $1 order by o.object_no limit 5000`;
const OF_LOT = `select ${OBJECT}, o.capture_id, c.sender ${OF_OBJECT}
  join integration.epcis_capture c on c.capture_id = o.capture_id
  where o.item_id = $1 and o.lot_id = $2 order by o.event_time desc, o.capture_id, o.object_no limit 500`;

export const listCaptures = defineVerb(
  contract.listCaptures,
  { permission: 'integration.export', audit: null },
  async ({ tx }, { limit, after }) => {
    const rows = await tx.rows<Head>(LIST, [after ?? null, limit]);
    return { rows, next: nextOf(rows, 'capture_id', limit) };
  },
);

export const getCapture = defineVerb(
  contract.getCapture,
  { permission: 'integration.export', audit: null },
  async ({ tx }, { capture_id }) => {
    const [head] = await tx.rows<Head & { sha256: string; document: string }>(ONE, [capture_id]);
    if (head === undefined) notFound('epcis_capture', capture_id);
    return { ...head, objects: await tx.rows<PartnerObject>(OBJECTS, [capture_id]) };
  },
);

export const listPartnerEvents = defineVerb(
  contract.listPartnerEvents,
  { permission: 'stock.read', audit: null },
  async ({ tx }, { item_id, lot_id }) => ({ rows: await tx.rows<never>(OF_LOT, [item_id, lot_id]) }),
);
