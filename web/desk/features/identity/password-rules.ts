/** What the web checks of a new password while it is typed; the server judges it again and more strictly. */
export const PASSWORD_LENGTH_MIN = 12;

export type PasswordRule = 'length' | 'account' | 'variety' | 'same';
export type PasswordCheck = Readonly<Record<PasswordRule, boolean>>;

export function checkPassword(input: { password: string; again: string; account: string }): PasswordCheck {
  const { password, again, account } = input;
  const lower = password.toLowerCase();
  const name = account.trim().toLowerCase();
  return {
    length: [...password].length >= PASSWORD_LENGTH_MIN,
    account: password !== '' && (name.length < 2 || !lower.includes(name)),
    variety: password !== '' && new Set(lower).size >= 5 && !isRun(lower),
    same: password !== '' && password === again,
  };
}

/** Whether the text only counts up or down, such as 123456789012 or abcdefghijkl. */
function isRun(text: string): boolean {
  const steps = new Set<number>();
  for (let at = 1; at < text.length; at += 1) steps.add(text.charCodeAt(at) - text.charCodeAt(at - 1));
  return [...steps].every((step) => Math.abs(step) <= 1 || Math.abs(step) === 9);
}
