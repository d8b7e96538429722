import { createApiKey, listUsers } from '@tongcang/contract';
import { Button, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { Field, Form, useText } from '../../../ui/index.ts';
import { type InputFor, useAction, useVerb } from '../../app/api.ts';
import { useProblemText } from '../../app/problem-view.tsx';
import { useCan, useUser } from '../../app/session.ts';
import { SecretBox } from './secret-box.tsx';
import { accessText } from './settings-text.ts';

/** Makes a key and shows it once. */
export default function NewKey({ onClose }: { onClose: () => void }) {
  const t = useText(accessText);
  const me = useUser();
  const may = useCan();
  const describe = useProblemText();
  const [made, setMade] = useState('');
  // Without the right to see accounts the only owner to choose is oneself.
  const users = useVerb(listUsers, {}, { enabled: may('identity.manage_users') });
  const create = useAction(createApiKey);
  const owners = [
    { value: me.user_id, label: `${me.display_name} · ${me.account}` },
    ...(users.data?.rows ?? [])
      .filter((row) => row.is_service && row.disabled_at === null)
      .map((row) => ({ value: row.user_id, label: `${row.display_name} · ${row.account}` })),
  ];
  const submit = async (values: InputFor<typeof createApiKey>) => {
    const { key } = await create.run(values);
    setMade(key);
  };
  return (
    <Modal
      open
      title={t(made ? 'key_created' : 'add_key')}
      footer={null}
      closable={made === ''}
      mask={{ closable: false }}
      keyboard={made === ''}
      onCancel={onClose}
      width={520}
    >
      {made ? (
        <div className="tc-stack">
          <SecretBox label={t('key_once')} secret={made} />
          <div className="tc-form-foot">
            <Button type="primary" onClick={onClose}>
              {t('close')}
            </Button>
          </div>
        </div>
      ) : (
        <Form
          schema={createApiKey.input}
          initial={{ user_id: me.user_id, expires_in_days: 365 }}
          describe={describe}
          onSubmit={submit}
        >
          {({ submitting }) => (
            <>
              <Field name="name" label={t('key_name')}>
                <Input placeholder={t('key_name_hint')} />
              </Field>
              <Field name="user_id" label={t('key_owner')}>
                <Select options={owners} showSearch={{ optionFilterProp: 'label' }} />
              </Field>
              <Field name="expires_in_days" label={t('expires_in')}>
                <InputNumber min={1} max={730} precision={0} />
              </Field>
              <div className="tc-form-foot">
                <Button onClick={onClose}>{t('cancel')}</Button>
                <Button type="primary" htmlType="submit" loading={submitting}>
                  {t('create')}
                </Button>
              </div>
            </>
          )}
        </Form>
      )}
    </Modal>
  );
}
