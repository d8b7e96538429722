import {
  disableUser,
  enableUser,
  grantRole,
  listPartners,
  type Role,
  resetPassword,
  revokeRole,
  roles,
} from '@tongcang/contract';
import { App, Button, Checkbox, Drawer, Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  KeyValue,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks, useUser } from '../../app/session.ts';
import { makePassword, SecretBox } from './secret-box.tsx';
import { accessText } from './settings-text.ts';
import { UserState } from './user-state.tsx';
import type { User } from './users.tsx';

type DrawerProps = { readonly user: User | undefined; readonly onClose: () => void };

/** One account: what it may do, and the steps of an administrator. */
export default function UserDrawer({ user, onClose }: DrawerProps) {
  const t = useText(accessText);
  return (
    <Drawer
      open={user !== undefined}
      onClose={onClose}
      size={560}
      destroyOnHidden
      title={user ? `${user.display_name} · ${user.account}` : t('users')}
    >
      {user ? <UserDetail key={user.user_id} user={user} /> : null}
    </Drawer>
  );
}

function UserDetail({ user }: { user: User }) {
  const t = useText(accessText);
  const zone = useZone();
  const me = useUser();
  const lacks = useLacks();
  const blocked = [
    ...lacks('identity.manage_users'),
    ...(me.user_id === user.user_id ? [{ code: 'identity.not_oneself', params: {} }] : []),
  ];
  return (
    <div className="tc-detail">
      <div className="tc-chips">
        <UserState user={user} />
      </div>
      <KeyValue
        facts={[
          { label: t('kind'), value: t(user.is_service ? 'service' : 'person') },
          { label: t('totp'), value: t(user.has_totp ? 'on' : 'off') },
          { label: t('created_at'), value: formatInstant(user.created_at, zone) },
          {
            label: t('last_seen'),
            value: user.last_seen_at ? formatInstant(user.last_seen_at, zone) : t('never'),
          },
        ]}
      />
      <Grants user={user} blocked={blocked} />
      <AccountSteps user={user} blocked={blocked} />
      <nav className="tc-detail-links">
        <Link to={`/settings/audit?actor=${user.user_id}`}>{t('audit_of')}</Link>
      </nav>
    </div>
  );
}

type PartProps = {
  readonly user: User;
  readonly blocked: readonly { readonly code: string; readonly params: Record<string, string> }[];
};

function Grants({ user, blocked }: PartProps) {
  const t = useText(accessText);
  const { message } = App.useApp();
  const { warehouses } = useScope();
  const partners = useVerb(
    listPartners,
    { limit: 1000 },
    { enabled: user.grants.some((grant) => grant.partner_id !== null) },
  );
  const [revoking, setRevoking] = useState<User['grants'][number] | null>(null);
  const revoke = useAction(revokeRole);
  const scopeOf = (grant: User['grants'][number]) => {
    if (grant.partner_id !== null)
      return (
        partners.data?.rows.find((row) => row.partner_id === grant.partner_id)?.name ??
        String(grant.partner_id)
      );
    if (grant.warehouse_id === null) return t('everywhere');
    return (
      warehouses.find((one) => one.warehouse_id === grant.warehouse_id)?.name ?? String(grant.warehouse_id)
    );
  };
  const confirm = async () => {
    await revoke.run({ user_id: user.user_id, grant_id: revoking!.grant_id });
    void message.success(t('revoked'));
    setRevoking(null);
  };
  return (
    <section className="tc-stack" aria-label={t('grants')}>
      <h3 className="tc-section-title">{t('grants')}</h3>
      {user.grants.length === 0 ? <p className="tc-muted">{t('no_grants')}</p> : null}
      <ul className="tc-plain-list">
        {user.grants.map((grant) => (
          <li key={grant.grant_id}>
            <strong className="tc-grow">{t(`r_${grant.role}`)}</strong>
            <span>{scopeOf(grant)}</span>
            <BlockedButton size="small" blocked={blocked} lift={t('lift')} onClick={() => setRevoking(grant)}>
              {t('revoke')}
            </BlockedButton>
          </li>
        ))}
      </ul>
      {blocked.length === 0 ? <NewGrant user={user} /> : null}
      <ConfirmWithReason
        open={revoking !== null}
        danger
        reason_min={0}
        title={t('revoke_title', { role: revoking ? t(`r_${revoking.role}`) : '' })}
        confirm_label={t('revoke')}
        onConfirm={confirm}
        onCancel={() => {
          revoke.reset();
          setRevoking(null);
        }}
      >
        <p>{t('revoke_text')}</p>
        {revoke.error ? <ProblemView error={revoke.error} /> : null}
      </ConfirmWithReason>
    </section>
  );
}

const FOR_PARTNERS: ReadonlySet<Role> = new Set(['hospital_department', 'supplier']);

function NewGrant({ user }: { user: User }) {
  const t = useText(accessText);
  const { message } = App.useApp();
  const { warehouses } = useScope();
  const [role, setRole] = useState<Role>();
  const [warehouse_id, setWarehouse] = useState<number | null>(null);
  const [partner_id, setPartner] = useState<number>();
  const grant = useAction(grantRole);
  const outside = role !== undefined && FOR_PARTNERS.has(role);
  const kind = role === 'supplier' ? 'supplier' : 'customer';
  const partners = useVerb(listPartners, { kind, limit: 1000 }, { enabled: outside });
  const submit = async () => {
    try {
      await grant.run({
        user_id: user.user_id,
        role: role!,
        warehouse_id: outside ? null : warehouse_id,
        partner_id: outside ? partner_id! : null,
      });
      void message.success(t('granted'));
      setRole(undefined);
    } catch {
      // The refusal is shown below the fields.
    }
  };
  return (
    <div className="tc-stack">
      <div className="tc-bar">
        <Select
          aria-label={t('role')}
          placeholder={t('role')}
          className="tc-min-field"
          value={role}
          onChange={(next: Role) => {
            setRole(next);
            setPartner(undefined);
            setWarehouse(null);
          }}
          options={roles.map((value) => ({ value, label: t(`r_${value}`) }))}
        />
        {outside ? (
          <Select
            aria-label={t('partner')}
            placeholder={t('needs_partner')}
            className="tc-grow"
            showSearch={{ optionFilterProp: 'label' }}
            value={partner_id}
            onChange={setPartner}
            options={(partners.data?.rows ?? []).map((row) => ({
              value: row.partner_id,
              label: `${row.partner_code} ${row.name}`,
            }))}
          />
        ) : (
          <Select
            aria-label={t('scope')}
            className="tc-grow"
            disabled={role === 'administrator'}
            value={warehouse_id ?? 0}
            onChange={(next: number) => setWarehouse(next === 0 ? null : next)}
            options={[
              { value: 0, label: t('everywhere') },
              ...warehouses.map((one) => ({ value: one.warehouse_id, label: one.name })),
            ]}
          />
        )}
        <Button
          type="primary"
          loading={grant.busy}
          disabled={role === undefined || (outside && partner_id === undefined)}
          onClick={() => void submit()}
        >
          {t('add_grant')}
        </Button>
      </div>
      {grant.error ? <ProblemView error={grant.error} /> : null}
    </div>
  );
}

/** Password, closing and opening again; each asks before it happens. */
function AccountSteps({ user, blocked }: PartProps) {
  const t = useText(accessText);
  const { message } = App.useApp();
  const [step, setStep] = useState<'reset' | 'disable' | 'enable' | null>(null);
  const [password, setPassword] = useState(makePassword);
  const [drop_totp, setDrop] = useState(false);
  const [handed, setHanded] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const reset = useAction(resetPassword);
  const disable = useAction(disableUser);
  const enable = useAction(enableUser);
  const close = () => {
    setStep(null);
    setProblem(null);
  };
  const confirm = async (reason: string) => {
    setProblem(null);
    const { user_id } = user;
    try {
      if (step === 'reset') {
        await reset.run({ user_id, initial_password: password, drop_totp });
        setHanded(password);
        setPassword(makePassword());
        void message.success(t('reset_done'));
      } else if (step === 'disable') {
        await disable.run({ user_id, reason });
        void message.success(t('disabled_done'));
      } else {
        await enable.run({ user_id, reason });
        void message.success(t('enabled_done'));
      }
      close();
    } catch (error) {
      setProblem(error);
      throw error;
    }
  };
  const closed = user.disabled_at !== null;
  return (
    <>
      <div className="tc-bar">
        {user.is_service || closed ? null : (
          <BlockedButton blocked={blocked} lift={t('lift')} onClick={() => setStep('reset')}>
            {t('reset')}
          </BlockedButton>
        )}
        <BlockedButton
          danger={!closed}
          blocked={blocked}
          lift={t('lift')}
          onClick={() => setStep(closed ? 'enable' : 'disable')}
        >
          {t(closed ? 'enable' : 'disable')}
        </BlockedButton>
      </div>
      {handed ? <SecretBox label={t('hand_over')} secret={handed} /> : null}
      <ConfirmWithReason
        open={step !== null}
        danger={step === 'disable'}
        reason_min={step === 'reset' ? 0 : 4}
        title={t(`${step ?? 'reset'}_title`, { account: user.account })}
        confirm_label={t(step ?? 'reset')}
        onConfirm={confirm}
        onCancel={close}
      >
        <p>{t(`${step ?? 'reset'}_text`)}</p>
        {step === 'reset' && user.has_totp ? (
          <Checkbox checked={drop_totp} onChange={(event) => setDrop(event.target.checked)}>
            {t('drop_totp')}
          </Checkbox>
        ) : null}
        {problem ? <ProblemView error={problem} /> : null}
      </ConfirmWithReason>
    </>
  );
}
