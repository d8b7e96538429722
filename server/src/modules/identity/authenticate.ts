import { hash } from 'node:crypto';
import type { Actor } from '../../platform/actor.ts';
import type { Db } from '../../platform/db.ts';
import type { Authenticate } from '../../platform/http.ts';
import type { Logger } from '../../platform/log.ts';
import { coalesce } from './coalesce.ts';
import {
  type Grant,
  REAUTHENTICATED_MINUTES,
  rightsOf,
  SESSION_HOURS_MAX,
  SESSION_IDLE_MINUTES,
} from './identity.model.ts';

/** `facts` is everything an actor is made of, as text: equal text, equal actor. */
type Found = { position: number; facts: string; stale: boolean };
type Facts = {
  user_id: number;
  account: string;
  display_name: string;
  language: 'zh' | 'en';
  session_id: number | null;
  locked_in: boolean;
  recent: boolean;
  grants: Grant[] | null;
};

const GRANTS = `(select json_agg(json_build_object('role', g.role, 'warehouse_id', g.warehouse_id, 'partner_id', g.partner_id)
      order by g.grant_id) from identity.grant g where g.user_id = u.user_id)`;

const SESSIONS = `select t.position::int, s.last_seen_at < clock_timestamp() - interval '1 minute' as stale,
    json_build_object('user_id', u.user_id, 'account', u.account, 'display_name', u.display_name,
      'language', u.language, 'session_id', s.session_id, 'locked_in', u.must_change_password,
      'recent', s.reauthenticated_at > clock_timestamp() - interval '${REAUTHENTICATED_MINUTES} minutes',
      'grants', ${GRANTS})::text as facts
  from unnest($1::bytea[]) with ordinality as t(token_hash, position)
  join identity.session s on s.token_hash = t.token_hash
  join identity.user u on u.user_id = s.user_id
  where s.ended_at is null and u.disabled_at is null
    and s.created_at > clock_timestamp() - interval '${SESSION_HOURS_MAX} hours'
    and s.last_seen_at > clock_timestamp() - interval '${SESSION_IDLE_MINUTES} minutes'`;

const KEYS = `select t.position::int, coalesce(k.last_used_at < clock_timestamp() - interval '1 minute', true) as stale,
    json_build_object('user_id', u.user_id, 'account', u.account, 'display_name', u.display_name,
      'language', u.language, 'session_id', null, 'locked_in', u.must_change_password, 'recent', false,
      'grants', ${GRANTS})::text as facts
  from unnest($1::bytea[]) with ordinality as t(key_hash, position)
  join identity.api_key k on k.key_hash = t.key_hash
  join identity.user u on u.user_id = k.user_id
  where k.revoked_at is null and k.expires_at > clock_timestamp() and u.disabled_at is null`;

const SEEN_SESSIONS = `update identity.session set last_seen_at = clock_timestamp()
  where token_hash = any($1::bytea[]) and last_seen_at < clock_timestamp() - interval '1 minute'`;
const SEEN_KEYS = `update identity.api_key set last_used_at = clock_timestamp() where key_hash = any($1::bytea[])`;

/**
 * Finds out who asks. Every request is judged by what the database says after it arrived, so a withdrawn role or an
 * ended session is refused at the very next request; only the making of the actor from equal facts is remembered.
 */
export function createAuthenticate(db: Db, log?: Logger): Authenticate {
  const actors = new Map<string, Actor>();
  const session = coalesce(lookUp(db, actors, SESSIONS, SEEN_SESSIONS, log));
  const api_key = coalesce(lookUp(db, actors, KEYS, SEEN_KEYS, log));
  return ({ kind, token }) => (kind === 'session' ? session(token) : api_key(token));
}

function lookUp(db: Db, actors: Map<string, Actor>, find: string, seen: string, log?: Logger) {
  return async (tokens: readonly string[]): Promise<(Actor | null)[]> => {
    const distinct = [...new Set(tokens)];
    const hashes = distinct.map((token) => hash('sha256', token, 'buffer'));
    const found = await db.rows<Found>(find, [hashes]);
    const by_token = new Map<string, Actor>();
    const stale: Buffer[] = [];
    for (const row of found) {
      by_token.set(distinct[row.position - 1]!, remembered(actors, row.facts));
      if (row.stale) stale.push(hashes[row.position - 1]!);
    }
    if (stale.length > 0) {
      // Nobody waits for this note; should it fail, the next request writes it.
      db.rows(seen, [stale]).catch((error) => log?.warn({ err: error }, 'last use not noted'));
    }
    return tokens.map((token) => by_token.get(token) ?? null);
  };
}

const REMEMBERED_MAX = 5_000;

function remembered(actors: Map<string, Actor>, facts: string): Actor {
  const known = actors.get(facts);
  if (known !== undefined) return known;
  if (actors.size >= REMEMBERED_MAX) actors.clear();
  const actor = actorOf(JSON.parse(facts) as Facts);
  actors.set(facts, actor);
  return actor;
}

/** Somebody who still has a password made by another person may do nothing but change it. */
function actorOf(facts: Facts): Actor {
  const { permissions, scope } = rightsOf(facts.user_id, facts.locked_in ? [] : (facts.grants ?? []));
  return {
    user_id: facts.user_id,
    account: facts.account,
    display_name: facts.display_name,
    language: facts.language,
    session_id: facts.session_id,
    permissions,
    scope,
    recently_authenticated: facts.recent,
    key: `user:${facts.user_id}`,
  };
}
