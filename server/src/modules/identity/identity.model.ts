/** The words and rules of identity, free of I/O: what a role may do, what a grant opens, what a password must be. */
import type { Permission, Role } from '@tongcang/contract';
import type { Scope } from '../../platform/db.ts';

export const SESSION_IDLE_MINUTES = 30;
export const SESSION_HOURS_MAX = 12;
/** A signature accepts the password for this long after it was given. */
export const REAUTHENTICATED_MINUTES = 5;

const READ_ALL = [
  'masterdata.read',
  'compliance.read',
  'stock.read',
  'coldchain.read',
  'fulfilment.read',
  'transfer.read',
  'warehouse.read',
  'transport.read',
  'supply.read',
  'planning.read',
  'insight.read',
] as const satisfies readonly Permission[];

const KEEPER = [
  'masterdata.read',
  'compliance.read',
  'stock.read',
  'stock.post',
  'stock.pick',
  'stock.count',
  'coldchain.read',
  'coldchain.record',
  'fulfilment.read',
  'fulfilment.ship',
  'fulfilment.review',
  'fulfilment.deliver',
  'fulfilment.return',
  'fulfilment.consign',
  'fulfilment.surgery',
  'fulfilment.report_use',
  'warehouse.read',
  'warehouse.work',
  'warehouse.inspect',
  'transport.read',
  'transport.execute',
  'supply.read',
  'supply.receive',
  'supply.return',
  'transfer.read',
  'transfer.ship',
  'transfer.receive',
  'quality.report',
  'quality.complain',
  'integration.rfid',
] as const satisfies readonly Permission[];

/**
 * What each role may do. Duties are kept apart: who receives goods does not release them, who releases does not
 * post quantities, who manages accounts neither approves nor reads the audit trail, who reads the trail changes
 * nothing. A person may hold several roles; documents then still refuse the same person on both sides.
 */
export const role_permissions: Readonly<Record<Role, readonly Permission[]>> = {
  administrator: [
    ...READ_ALL,
    'identity.manage_users',
    'identity.manage_keys',
    'masterdata.write',
    'warehouse.design',
    'transport.manage',
    'insight.retention',
    'integration.import',
    'integration.export',
  ],
  planner: [
    ...READ_ALL,
    'stock.allocate',
    'quality.complain',
    'fulfilment.demand',
    'fulfilment.allocate',
    'fulfilment.consign',
    'fulfilment.surgery',
    'fulfilment.report_use',
    'transport.plan',
    'supply.plan',
    'transfer.request',
    'transfer.approve',
    'planning.set_policy',
    'planning.propose',
    'planning.accept',
    'integration.export',
  ],
  purchaser: [
    ...READ_ALL,
    'compliance.review',
    'planning.propose',
    'supply.plan',
    'supply.order',
    'supply.confirm',
    'supply.return',
    'integration.export',
  ],
  warehouse_keeper: KEEPER,
  warehouse_manager: [
    ...KEEPER,
    'stock.allocate',
    'stock.adjust',
    'stock.hold',
    'quality.destroy',
    'quality.repair',
    'quality.case',
    'coldchain.manage',
    'warehouse.design',
    'warehouse.plan',
    'warehouse.approve',
    'transport.plan',
    'transport.manage',
    'transport.settle',
    'supply.accept',
    'fulfilment.demand',
    'fulfilment.allocate',
    'transfer.request',
    'transfer.resolve',
    'planning.read',
    'insight.read',
    'integration.export',
  ],
  quality: [
    'masterdata.read',
    'compliance.read',
    'compliance.write',
    'compliance.approve',
    'compliance.rules',
    'stock.read',
    'stock.hold',
    'stock.recall',
    'quality.dispose',
    'quality.destroy',
    'quality.repair',
    'quality.inspect',
    'quality.release',
    'quality.case',
    'quality.report',
    'quality.complain',
    'quality.recall',
    'coldchain.read',
    'coldchain.record',
    'coldchain.manage',
    'coldchain.decide',
    'warehouse.read',
    'warehouse.inspect',
    'transport.read',
    'supply.read',
    'supply.accept',
    'fulfilment.read',
    'transfer.read',
    'insight.read',
    'insight.retention',
    'integration.export',
  ],
  driver: ['transfer.read', 'transport.read', 'transport.execute', 'coldchain.read', 'coldchain.record'],
  hospital_department: ['fulfilment.read', 'fulfilment.demand', 'fulfilment.report_use', 'quality.complain'],
  supplier: ['supply.read', 'supply.confirm'],
  manager: [
    ...READ_ALL,
    'compliance.approve',
    'quality.recall',
    'supply.approve',
    'transport.approve',
    'transfer.budget',
    'finance.read',
    'warehouse.approve',
    'transfer.approve',
    'transfer.resolve',
    'planning.set_policy',
    'planning.accept',
    'integration.export',
  ],
  auditor: [...READ_ALL, 'finance.read', 'platform.read_audit'],
  accountant: [
    'masterdata.read',
    'stock.read',
    'supply.read',
    'fulfilment.read',
    'fulfilment.settle',
    'transfer.read',
    'transport.read',
    'transport.settle',
    'insight.read',
    'finance.read',
    'finance.cost',
    'finance.close',
    'finance.export',
    'integration.export',
  ],
};

/**
 * The first person is alone in a fresh installation and must be able to walk through the whole product. These are
 * separate grants, so that a company takes them back one by one as soon as others hold them.
 */
export const first_run_roles = [
  'administrator',
  'planner',
  'purchaser',
  'warehouse_manager',
  'quality',
  'manager',
  'accountant',
  'auditor',
] as const satisfies readonly Role[];

export type Grant = {
  readonly role: Role;
  readonly warehouse_id: number | null;
  readonly partner_id: number | null;
};

export type Rights = {
  readonly permissions: ReadonlyMap<string, 'all' | ReadonlySet<number>>;
  readonly warehouses: Scope['warehouses'];
  readonly partner_id: number | null;
};

const NOTHING: Rights = { permissions: new Map(), warehouses: [], partner_id: null };

/**
 * What a set of grants opens. Grants for a partner make an outsider: no warehouse is in sight, row-level security
 * shows the partner's own rows, and a staff grant beside them counts for nothing (fails closed).
 */
export function rightsOf(user_id: number, grants: readonly Grant[]): Rights & { scope: Scope } {
  const partner_id = grants.find((grant) => grant.partner_id !== null)?.partner_id ?? null;
  const rights = partner_id === null ? staffRights(grants) : partnerRights(partner_id, grants);
  return {
    ...rights,
    scope: { user_id, warehouses: rights.warehouses, partner_id: rights.partner_id },
  };
}

function partnerRights(partner_id: number, grants: readonly Grant[]): Rights {
  const own = grants.filter((grant) => grant.partner_id === partner_id);
  const permissions = new Map(
    own.flatMap(({ role }) => role_permissions[role]).map((p) => [p, 'all'] as const),
  );
  return { permissions, warehouses: [], partner_id };
}

function staffRights(grants: readonly Grant[]): Rights {
  if (grants.length === 0) return NOTHING;
  const permissions = new Map<string, 'all' | Set<number>>();
  for (const { role, warehouse_id } of grants) {
    for (const permission of role_permissions[role]) {
      const held = permissions.get(permission);
      if (held === 'all') continue;
      if (warehouse_id === null) permissions.set(permission, 'all');
      else if (held === undefined) permissions.set(permission, new Set([warehouse_id]));
      else held.add(warehouse_id);
    }
  }
  return { permissions, warehouses: warehousesOf(grants), partner_id: null };
}

function warehousesOf(grants: readonly Grant[]): Scope['warehouses'] {
  const ids = grants.map((grant) => grant.warehouse_id);
  if (ids.includes(null)) return 'all';
  return [...new Set(ids as number[])].sort((a, b) => a - b);
}

/** Whether a role may be granted with this warehouse and partner; the table's CHECKs say the same. */
export function grantShapeIsLawful({ role, warehouse_id, partner_id }: Grant): boolean {
  if (role === 'hospital_department' || role === 'supplier')
    return partner_id !== null && warehouse_id === null;
  if (role === 'driver') return partner_id === null || warehouse_id === null;
  if (role === 'administrator' && warehouse_id !== null) return false;
  return partner_id === null;
}

/** Whether one account could hold all these: either our staff or exactly one partner. */
export function partnersAgree(grants: readonly Pick<Grant, 'partner_id'>[]): boolean {
  return new Set(grants.map((grant) => grant.partner_id)).size <= 1;
}

/** Long enough for the length rule, and still among the first that anybody tries. Compared without case. */
const COMMON = new Set([
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'adminadminadmin',
  'administrator',
  'administrator1',
  'admin1234567',
  'admin12345678',
  'letmeinletmein',
  'iloveyou1234',
  'woaini1314520',
  'woaini520520',
  'woaini5201314',
  'welcome12345',
  'changeme1234',
  'changemechangeme',
  'qwertyuiop12',
  'qwertyuiop123',
  '1qaz2wsx3edc',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc4rfv',
  'zaq12wsxcde3',
  'qazwsxedcrfv',
  'asdfghjkl123',
  'zxcvbnm12345',
  'abc123456789',
  'a123456789012',
  'aa1234567890',
  'qq1234567890',
  'tongcang1234',
  'tongcangtongcang',
  'tongcang123456',
  'warehouse1234',
  'hospital1234',
  'p@ssw0rd1234',
  'p@ssword1234',
]);

/** Why a password of lawful length is refused, as an error code; null when it may be used. */
export function passwordProblem(
  password: string,
  account: string,
): 'identity.password_common' | 'identity.password_contains_account' | null {
  const plain = password.normalize('NFKC').toLowerCase();
  if (COMMON.has(plain) || new Set(plain).size < 5 || isRun(plain)) return 'identity.password_common';
  // A very short account name occurs in good passwords by chance.
  if (account.length >= 4 && plain.includes(account.toLowerCase()))
    return 'identity.password_contains_account';
  return null;
}

/** `abcdefghijkl`, `123456789012`, `lkjihgfedcba`: each character follows the one before. */
function isRun(text: string): boolean {
  const steps = new Set<number>();
  for (let i = 1; i < text.length; i++) steps.add(text.charCodeAt(i) - text.charCodeAt(i - 1));
  const wraps =
    [...steps].every((step) => step === 1 || step === -9) || [...steps].every((s) => s === -1 || s === 9);
  return steps.size <= 1 || wraps;
}

export type AttemptLimits = {
  /** Failures in a row that are still looked at; the next one finds the door closed. */
  failures_max: number;
  /** Failures further apart than this do not add up. */
  window_s: number;
  /** The first lock; each following one is twice as long, up to `lock_s_max`. */
  lock_s: number;
  lock_s_max: number;
};

/** After a day without an attempt earlier locks are forgotten and the next lock is a short one again. */
const LOCKS_FORGOTTEN_S = 86_400;

/** An address may be a whole hospital behind one router, hence the higher number. */
export const attempt_limits: Readonly<Record<'account' | 'ip', AttemptLimits>> = {
  account: { failures_max: 5, window_s: 900, lock_s: 60, lock_s_max: 900 },
  ip: { failures_max: 30, window_s: 900, lock_s: 60, lock_s_max: 900 },
};

export type Attempts = {
  readonly failures: number;
  readonly locks: number;
  /** Seconds since the last attempt. */
  readonly age_s: number;
  /** Seconds until the lock opens; null when there was none since the last success, negative when it is over. */
  readonly locked_for_s: number | null;
};

export type AttemptDecision = {
  readonly failures: number;
  readonly locks: number;
  /** Seconds that the door is closed from now on; null leaves it open for this attempt. */
  readonly lock_s: number | null;
  /** Whether this attempt closed it, which is worth an entry in the audit trail. */
  readonly newly_locked: boolean;
};

/**
 * Counts an attempt before it is looked at, so that a hundred guesses sent at once get no more looks than one after
 * another. A success takes the count back.
 */
export function decideAttempt(before: Attempts, limits: AttemptLimits): AttemptDecision {
  const { failures, locks, age_s, locked_for_s } = before;
  if (locked_for_s !== null && locked_for_s > 0) {
    return { failures, locks, lock_s: Math.ceil(locked_for_s), newly_locked: false };
  }
  const remembered = age_s > LOCKS_FORGOTTEN_S ? 0 : locks;
  const counted = age_s > limits.window_s || locked_for_s !== null ? 1 : failures + 1;
  if (counted <= limits.failures_max) {
    return { failures: counted, locks: remembered, lock_s: null, newly_locked: false };
  }
  const lock_s = Math.min(limits.lock_s * 2 ** Math.min(remembered, 20), limits.lock_s_max);
  return { failures: counted, locks: remembered + 1, lock_s, newly_locked: true };
}
