import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { WAVE_COLUMNS, WAVE_TABLES, type WaveRow } from './waves.read.ts';

export const listWaves = defineVerb(
  contract.listWaves,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<WaveRow>(
      `select ${WAVE_COLUMNS} from ${WAVE_TABLES}
       where ($1::bigint is null or w.warehouse_id = $1) and ($2::text is null or w.status = $2)
         and (not $3::boolean or w.status in ('open', 'picking')) and ($4::bigint is null or w.wave_id < $4)
       order by w.wave_id desc limit $5`,
      [
        input.warehouse_id ?? null,
        input.status ?? null,
        input.open_only === 'true',
        input.after ?? null,
        input.limit,
      ],
    );
    return { rows, next: nextOf(rows, 'wave_id', input.limit) };
  },
);
