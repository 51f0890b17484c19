/** The attributes of a context as a person writes them: `user_id=user_123, plan=pro, name="a, b"`. */
export type ContextReading =
  | { readonly context: Readonly<Record<string, string>> }
  | { readonly problem: string };

/** Reads a context; every value is text, a quoted one may hold commas. Without any attribute it is that of nobody. */
export function readContext(text: string): ContextReading {
  const context: Record<string, string> = Object.create(null);
  for (const part of partsOf(text)) {
    const equals = part.indexOf('=');
    if (equals < 1)
      return { problem: `Write attributes as NAME=VALUE, such as user_id=user_123, not '${part}'.` };
    const name = part.slice(0, equals).trim();
    if (Object.hasOwn(context, name)) return { problem: `The attribute ${name} stands twice.` };
    context[name] = unquoted(part.slice(equals + 1).trim());
  }
  return { context };
}

/** The same context in one way of writing, so that equal ones look equal. */
export function writeContext(context: Readonly<Record<string, string>>): string {
  return Object.entries(context)
    .map(([name, value]) => `${name}=${/[,"]|^\s|\s$/.test(value) ? JSON.stringify(value) : value}`)
    .join(', ');
}

/** Parted at commas that stand outside of quotes. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!;
    if (unit === '\\' && isQuoted) part += unit + (text[++i] ?? '');
    else if (unit === ',' && !isQuoted) {
      parts.push(part);
      part = '';
    } else {
      if (unit === '"') isQuoted = !isQuoted;
      part += unit;
    }
  }
  return [...parts, part].map((one) => one.trim()).filter((one) => one !== '');
}

function unquoted(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  return value.slice(1, -1).replace(/\\(["\\])/g, '$1');
}
