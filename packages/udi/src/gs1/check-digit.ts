/** GS1 check digits (modulo 10, weights 3 and 1 from the right) and the numbers that carry them. */

const ZERO = 48;

/** The check digit for a text of digits without its check digit; source: GS1 General Specifications, section 7.9. */
export function checkDigit(body: string): string {
  return String(checkDigitOf(body, body.length));
}

function checkDigitOf(digits: string, length: number): number {
  let sum = 0;
  for (let index = length - 1, weight = 3; index >= 0; index--, weight = 4 - weight) {
    sum += weight * (digits.charCodeAt(index) - ZERO);
  }
  return (10 - (sum % 10)) % 10;
}

/** True when the last digit is the right check digit of the others. The text must be digits only. */
export function hasValidCheckDigit(digits: string): boolean {
  const last = digits.length - 1;
  return last >= 0 && digits.charCodeAt(last) - ZERO === checkDigitOf(digits, last);
}

/** True for a text of ASCII digits only, at least one. */
export function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 48 || unit > 57) return false;
  }
  return text.length > 0;
}

const GTIN_LENGTHS = new Set([8, 12, 13, 14]);

/** True for a GTIN of 8, 12, 13 or 14 digits with a right check digit. */
export function isValidGtin(text: string): boolean {
  return GTIN_LENGTHS.has(text.length) && isDigits(text) && hasValidCheckDigit(text);
}

/**
 * The one form in which a GTIN is stored: 14 digits, zeros in front, or null when the text is no valid GTIN.
 * Leading zeros do not change the check digit, so GTIN-8, -12 and -13 keep theirs.
 */
export function normaliseGtin(text: string): string | null {
  const trimmed = text.trim();
  return isValidGtin(trimmed) ? trimmed.padStart(14, '0') : null;
}

/** True for an SSCC of 18 digits with a right check digit. */
export function isValidSscc(text: string): boolean {
  return text.length === 18 && isDigits(text) && hasValidCheckDigit(text);
}

/** True for a GLN of 13 digits with a right check digit. */
export function isValidGln(text: string): boolean {
  return text.length === 13 && isDigits(text) && hasValidCheckDigit(text);
}
