import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { areasNow } from './areas.read.ts';
import { devicesOf } from './devices.read.ts';
import { rulesNow } from './rules.ts';

type Output = OutputOf<typeof contract.getArea>;

export const getArea = defineVerb(
  contract.getArea,
  { permission: 'coldchain.read', audit: null },
  async ({ tx }, { area_id }) => {
    const moment = await rulesNow(tx);
    const [area] = await areasNow(tx, moment, { area_id, limit: 1 });
    if (area === undefined) notFound('area', area_id);
    const [devices, people, qualifications, riding, gaps] = await Promise.all([
      devicesOf(tx, moment.today, area_id),
      tx.rows<Output['people'][number]>(
        `select c.user_id, u.account, u.display_name as name, c.level from coldchain.contact c
         join identity.v_user u using (user_id) where c.area_id = $1 order by c.level, u.display_name`,
        [area_id],
      ),
      tx.rows<Output['qualifications'][number]>(
        `select q.qualification_id, q.kind, q.performed_on, q.due_on, q.passed, q.certificate_no, q.performed_by, q.note,
           q.recorded_by_name, q.recorded_at
         from coldchain.qualification q
         where q.area_id = $1 or q.device_id in (
           select device_id from coldchain.watch w where w.area_id = $1 and w.to_at is null)
         order by q.performed_on desc, q.qualification_id desc limit 50`,
        [area_id],
      ),
      tx.rows<Output['riding'][number]>(
        `select document_key, document_no, from_at, to_at from coldchain.load where area_id = $1
         order by from_at desc limit 50`,
        [area_id],
      ),
      tx.rows<Output['gaps'][number]>(
        `select d.device_no, g.from_at, g.to_at, g.limit_minutes, g.out_of_range, g.filled_at
         from coldchain.gap g join coldchain.device d using (device_id)
         where g.area_id = $1 order by g.from_at desc limit 100`,
        [area_id],
      ),
    ]);
    return { ...area, devices, people, qualifications, riding, gaps };
  },
);
