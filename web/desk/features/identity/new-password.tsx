import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { Field, useText } from '../../../ui/index.ts';
import { checkPassword, type PasswordRule } from './password-rules.ts';
import { identityText } from './text.ts';

type NewPasswordProps = {
  readonly values: { readonly password: string; readonly again: string; readonly account: string };
  readonly label: string;
  /** Name of the form field for the new password. */
  readonly name: string;
};

const RULES: readonly PasswordRule[] = ['length', 'account', 'variety', 'same'];

/** New password twice, with the rules beside it and which of them are met. */
export function NewPassword({ values, label, name }: NewPasswordProps) {
  const t = useText(identityText);
  const met = checkPassword(values);
  return (
    <>
      <Field name={name} label={label}>
        <Input.Password autoComplete="new-password" size="large" aria-describedby="password-rules" />
      </Field>
      <Field name="again" label={t('password_again')}>
        <Input.Password autoComplete="new-password" size="large" />
      </Field>
      <ul id="password-rules" className="tc-password-rules" aria-label={t('rules')}>
        {RULES.map((rule) => (
          <li key={rule} className={met[rule] ? 'tc-ink-ok' : 'tc-muted'}>
            {met[rule] ? <CheckCircleFilled aria-hidden /> : <MinusCircleOutlined aria-hidden />}
            {t(`rule_${rule}`)}
            <span className="tc-visually-hidden">{t(met[rule] ? 'rule_met' : 'rule_open')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
