import { consignment_errors } from '@tongcang/contract';

/** Why a button of these pages does nothing now. */
const blocked_texts = {
  'web.at_par': { zh: '柜内数量已达定数', en: 'The cabinet is at par' },
  'web.nothing_expires': { zh: '没有近效期货物', en: 'Nothing is near its expiry' },
} as const;

/** Sentences by code; loaded after the desk has opened. */
export default [consignment_errors, blocked_texts];
