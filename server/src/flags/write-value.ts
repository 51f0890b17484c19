/** What a field is given. */
export type FieldValue = string | number | boolean;

/** A name as the syntax writes it: quoted in JSON, and in YAML where a parser of any age would read it as something else. */
export function writeName(name: string, json: boolean): string {
  return json || !isPlainSafe(name) ? JSON.stringify(name) : name;
}

export function writeScalar(value: FieldValue, json: boolean): string {
  if (typeof value !== 'string') return String(value);
  return json || !(isPlainSafe(value) || isDate(value)) ? JSON.stringify(value) : value;
}

/** Whether YAML of any age reads the text as itself without quotes. */
function isPlainSafe(text: string): boolean {
  const [first, ...rest] = text;
  if (first === undefined || !(isLetter(first) || first === '_')) return false;
  if (![...rest].every((unit) => isLetter(unit) || '_-./0123456789'.includes(unit))) return false;
  return !RESERVED.has(text.toLowerCase());
}

const RESERVED = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);

function isLetter(unit: string): boolean {
  return (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z');
}

function isDate(text: string): boolean {
  return text.length === 10 && [...text].every((unit) => '0123456789-'.includes(unit));
}
