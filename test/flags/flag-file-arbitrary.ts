import fc from 'fast-check';

/** Texts of flag files in many styles, all valid, with the keys that they declare. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
  readonly keys: readonly string[];
}

interface Fields {
  readonly enabled: boolean;
  readonly percentage?: number | undefined;
  readonly owner?: string | undefined;
  readonly users?: readonly string[] | undefined;
}

interface Declaration {
  readonly key: string;
  readonly fields: Fields;
  /** How the entry is written where the file leaves a choice. */
  readonly shape: 'block' | 'flow' | 'plain';
  readonly above: 'nothing' | 'comment' | 'blank' | 'blank and comment';
  readonly trailing: boolean;
}

const key = fc
  .stringMatching(/^[a-z][a-z_-]{0,5}[a-z]$/)
  .filter((text) => !['on', 'no', 'yes', 'off'].includes(text));

const fields: fc.Arbitrary<Fields> = fc.record(
  {
    enabled: fc.boolean(),
    percentage: fc.integer({ min: 0, max: 100 }),
    owner: fc.constantFrom('team-a', 'a # b', 'x: y', 'ümlaut 😀'),
    users: fc.array(fc.constantFrom('u1', 'u, 2', '}'), { maxLength: 2 }),
  },
  { requiredKeys: ['enabled'] },
);

const declarations = fc.uniqueArray(
  fc.record({
    key,
    fields,
    shape: fc.constantFrom('block', 'flow', 'plain') as fc.Arbitrary<Declaration['shape']>,
    above: fc.constantFrom('nothing', 'comment', 'blank', 'blank and comment') as fc.Arbitrary<
      Declaration['above']
    >,
    trailing: fc.boolean(),
  }),
  { selector: (declaration) => declaration.key, minLength: 1, maxLength: 5 },
);

const frame = fc.record({
  layout: fc.constantFrom(
    'map',
    'root map',
    'list',
    'sections',
    'flow map',
    'json',
    'json in one line',
    'json list',
  ),
  crlf: fc.boolean(),
  finalBreak: fc.boolean(),
  mark: fc.boolean(),
});

export const flagFile: fc.Arbitrary<GeneratedFile> = fc.tuple(declarations, frame).map(([all, style]) => {
  const file = write(all, style.layout);
  let text = style.finalBreak ? file.text : file.text.trimEnd();
  if (style.crlf) text = text.replaceAll('\n', '\r\n');
  return { ...file, text: style.mark ? `\ufeff${text}` : text };
});

function write(all: readonly Declaration[], layout: string): GeneratedFile {
  const keys = all.map((declaration) => declaration.key);
  const yaml = (lines: readonly string[]) => ({ path: 'flags.yaml', text: `${lines.join('\n')}\n`, keys });
  const json = (text: string) => ({ path: 'flags.json', text: `${text}\n`, keys });
  switch (layout) {
    case 'map':
      return yaml([
        '# All flags',
        '',
        'flags:',
        ...all.flatMap((one) => mapEntry(one, '  ')),
        '',
        'other: 1',
      ]);
    case 'root map':
      return yaml(all.flatMap((one) => mapEntry(one, '')));
    case 'list':
      return yaml(['flags:', ...all.flatMap((one) => listItem(one, '  '))]);
    case 'sections': {
      const lines = all.flatMap((one, i) => [
        `sec${i}:`,
        '  inner:',
        ...mapEntry(one, '    '),
        '    more: true',
      ]);
      const inner = all.map((one, i) => `sec${i}.inner.${one.key}`);
      return { ...yaml(lines), keys: [...inner, ...all.map((_, i) => `sec${i}.inner.more`)] };
    }
    case 'flow map':
      return yaml([`flags: { ${all.map((one) => `${one.key}: ${value(one)}`).join(', ')} } # end`]);
    case 'json':
      return json(JSON.stringify({ flags: asData(all) }, null, 2).replace('"flags"', '// all\n  "flags"'));
    case 'json in one line':
      return json(JSON.stringify(asData(all)));
    default:
      return json(
        JSON.stringify(
          all.map((one) => ({ key: one.key, ...one.fields })),
          null,
          '\t',
        ),
      );
  }
}

function asData(all: readonly Declaration[]): unknown {
  return Object.fromEntries(
    all.map((one) => [one.key, one.shape === 'plain' ? one.fields.enabled : one.fields]),
  );
}

function value({ shape, fields }: Declaration): string {
  return shape === 'plain' ? String(fields.enabled) : flow(fields);
}

function flow(fields: object): string {
  const parts = Object.entries(fields).map(([name, content]) => `${name}: ${JSON.stringify(content)}`);
  return `{ ${parts.join(', ')} }`;
}

function mapEntry(one: Declaration, indent: string): string[] {
  const trailing = one.trailing ? ' # note' : '';
  if (one.shape !== 'block') return [...above(one, indent), `${indent}${one.key}: ${value(one)}${trailing}`];
  const inner = Object.entries(one.fields).map(
    ([name, content]) => `${indent}  ${name}: ${JSON.stringify(content)}`,
  );
  return [...above(one, indent), `${indent}${one.key}:${trailing}`, ...inner, `${indent}  # last: 1`];
}

function listItem(one: Declaration, indent: string): string[] {
  if (one.shape === 'flow')
    return [...above(one, indent), `${indent}- ${flow({ key: one.key, ...one.fields })}`];
  const inner = Object.entries(one.fields).map(
    ([name, content]) => `${indent}  ${name}: ${JSON.stringify(content)}`,
  );
  return [...above(one, indent), `${indent}- name: ${one.key}`, ...inner];
}

function above({ above, key }: Declaration, indent: string): string[] {
  switch (above) {
    case 'nothing':
      return [];
    case 'comment':
      return [`${indent}# about ${key}`];
    case 'blank':
      return [''];
    case 'blank and comment':
      return ['', `${indent}# kept`, '', `${indent}# about ${key}`];
  }
}
