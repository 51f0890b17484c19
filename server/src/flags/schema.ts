import { FLAG_TYPES, type FlagType, OPERATORS, type Operator } from './model';

/** What a field holds; each kind has one validation in the reader and one schema. */
export type FieldKind =
  | 'boolean'
  | 'percentage'
  | 'text'
  | 'ticket'
  | 'date'
  | 'type'
  | 'users'
  | 'rules'
  | 'schedule'
  | 'operator'
  | 'any';

/** One known field: the source of validation, of the JSON Schema, of completion and of the hover on a field. */
export interface FieldSpec {
  /** The name as a flag file writes it. */
  readonly name: string;
  /** The field that it is another name of. */
  readonly synonymOf?: FieldName;
  readonly kind: FieldKind;
  /** Whole sentences, without markup. */
  readonly description: string;
  /** One line of YAML. */
  readonly example: string;
}

/** The fields that the model knows, by their canonical names. */
export type FieldName =
  | 'enabled'
  | 'percentage'
  | 'allowed_users'
  | 'rules'
  | 'schedule'
  | 'description'
  | 'owner'
  | 'created'
  | 'expires'
  | 'ticket'
  | 'type'
  | 'permanent';

export const FLAG_FIELDS: readonly FieldSpec[] = [
  {
    name: 'enabled',
    kind: 'boolean',
    description:
      'Whether the flag is on at all. While it is not true, the flag is off for everyone, whatever the other fields say.',
    example: 'enabled: true',
  },
  {
    name: 'percentage',
    kind: 'percentage',
    description:
      'The share of users, from 0 to 100, for whom the flag is on. Without it an enabled flag is on for everyone, unless rules or allowed users narrow it.',
    example: 'percentage: 10',
  },
  {
    name: 'allowed_users',
    kind: 'users',
    description:
      'The ids of the users for whom the flag is on before any rule or percentage is asked. They are compared as text.',
    example: 'allowed_users: [user_123, user_456]',
  },
  {
    name: 'rules',
    kind: 'rules',
    description:
      'Conditions on attributes of the context. Any rule that matches turns the flag on; an attribute that the context lacks matches none but exists: false.',
    example: 'rules: [{ attribute: plan, operator: in, value: [pro, enterprise] }]',
  },
  {
    name: 'schedule',
    kind: 'schedule',
    description:
      'The planned rollout: from each date on, the percentage that is meant to be reached. It turns nothing on by itself; it is compared with the percentage.',
    example: 'schedule: [{ date: 2026-11-01, percentage: 1 }, { date: 2026-11-05, percentage: 100 }]',
  },
  {
    name: 'description',
    kind: 'text',
    description: 'What the flag is for, in a sentence.',
    example: 'description: The one-page checkout',
  },
  {
    name: 'owner',
    kind: 'text',
    description: 'The team or the person who decides about the flag and removes it in the end.',
    example: 'owner: payments-team',
  },
  {
    name: 'created',
    kind: 'date',
    description:
      'The day the flag was created. The age of the flag, and with it staleness, is counted from here.',
    example: 'created: 2026-10-28',
  },
  {
    name: 'expires',
    kind: 'date',
    description: 'The last day on which the flag is meant to exist. It has expired when this day has passed.',
    example: 'expires: 2027-01-31',
  },
  {
    name: 'removal_date',
    synonymOf: 'expires',
    kind: 'date',
    description: 'The last day on which the flag is meant to exist; the same as expires.',
    example: 'removal_date: 2027-01-31',
  },
  {
    name: 'ticket',
    kind: 'ticket',
    description:
      'The ticket that tracks the flag: an id, which the ticketUrl of the configuration makes a link, or a URL.',
    example: 'ticket: PAY-1234',
  },
  {
    name: 'jira',
    synonymOf: 'ticket',
    kind: 'ticket',
    description: 'The Jira issue that tracks the flag; the same as ticket.',
    example: 'jira: PAY-1234',
  },
  {
    name: 'type',
    kind: 'type',
    description:
      'What kind of flag it is. It decides how long the flag may live: kill switches and permission flags stay, the others go when they are settled.',
    example: 'type: release',
  },
  {
    name: 'permanent',
    kind: 'boolean',
    description: 'True where the flag is meant to stay for good: it is never called stale.',
    example: 'permanent: true',
  },
];

export const RULE_FIELDS: readonly FieldSpec[] = [
  {
    name: 'attribute',
    kind: 'text',
    description: 'The attribute of the context that the rule asks about.',
    example: 'attribute: plan',
  },
  {
    name: 'operator',
    kind: 'operator',
    description: 'How the attribute and the value are compared.',
    example: 'operator: in',
  },
  {
    name: 'value',
    kind: 'any',
    description:
      'What the attribute is compared with; a list for in and not_in. Values of different types never match.',
    example: 'value: [pro, enterprise]',
  },
];

export const SCHEDULE_FIELDS: readonly FieldSpec[] = [
  { name: 'date', kind: 'date', description: 'The day of the step, in UTC.', example: 'date: 2026-11-01' },
  {
    name: 'percentage',
    kind: 'percentage',
    description: 'The percentage that is meant to be reached on that day.',
    example: 'percentage: 10',
  },
];

export const TYPE_DESCRIPTIONS: Readonly<Record<FlagType, string>> = {
  release: 'Brings out a feature step by step, and goes when everyone has it.',
  experiment: 'Compares variants for a while, and goes when the answer is known.',
  operational: 'Steers how the system runs, such as a new query path; goes when it has proved itself.',
  kill_switch: 'On unless someone turns it off in an emergency. It stays, and is never stale.',
  permission: 'Gives a feature to those who are entitled to it. It stays, and is never stale.',
};

export const OPERATOR_DESCRIPTIONS: Readonly<Record<Operator, string>> = {
  equals: 'The attribute is the value.',
  not_equals: 'The attribute is there and is not the value.',
  in: 'The attribute is one of a list of values.',
  not_in: 'The attribute is there and is none of a list of values.',
  greater_than: 'The attribute is a greater number or a later date.',
  less_than: 'The attribute is a smaller number or an earlier date.',
  contains: 'The attribute is text that contains the value, or a list that has it.',
  starts_with: 'The attribute is text that begins with the value.',
  ends_with: 'The attribute is text that ends with the value.',
  matches: 'The attribute is text in which the regular expression (RE2) finds a match anywhere.',
  exists: 'The context has the attribute; with the value false, it does not.',
  semver_equals: 'The attribute is the same version.',
  semver_greater_than: 'The attribute is a later version.',
  semver_less_than: 'The attribute is an earlier version.',
};

/** The field as the model names it: the name itself, or what it is another name of. */
export function canonicalName(field: FieldSpec): FieldName {
  return field.synonymOf ?? (field.name as FieldName);
}

/** The names of the files to which the extension ties the schema, so that editors complete and explain from it. */
export const SCHEMA_FILES = ['yaml', 'yml', 'json'].flatMap((extension) =>
  ['feature_flags', 'feature-flags'].map((name) => `${name}.${extension}`),
);

export function isKnownBySchema(path: string): boolean {
  return SCHEMA_FILES.includes(path.slice(path.lastIndexOf('/') + 1));
}

type Schema = Readonly<Record<string, unknown>>;

/** The JSON Schema (draft-07) of a flag file, made of the tables above. */
export function flagFileSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Feature flags',
    description:
      'Feature flags as Flagwright reads them: a map of flags, or a list of them, under flags or at the top.',
    anyOf: [
      {
        type: 'object',
        required: ['flags'],
        properties: { flags: { anyOf: [{ $ref: '#/definitions/section' }, { $ref: '#/definitions/list' }] } },
      },
      { $ref: '#/definitions/list' },
      { allOf: [{ not: { required: ['flags'] } }, { $ref: '#/definitions/section' }] },
    ],
    definitions: {
      section: {
        type: 'object',
        description: 'Flags by their keys. A nested section gives its flags dotted keys.',
        patternProperties: { '^[$.]': {} },
        additionalProperties: {
          anyOf: [
            { type: 'boolean', description: 'The flag is simply on or off.' },
            { $ref: '#/definitions/flag' },
            { $ref: '#/definitions/section' },
          ],
        },
      },
      list: {
        type: 'array',
        description: 'Flags, each with its key or name.',
        items: {
          allOf: [{ $ref: '#/definitions/flag' }, { anyOf: [{ required: ['key'] }, { required: ['name'] }] }],
        },
      },
      flag: objectSchema(FLAG_FIELDS, 'One feature flag.'),
      rule: { ...objectSchema(RULE_FIELDS, 'One targeting rule.'), required: ['attribute', 'operator'] },
      step: {
        ...objectSchema(SCHEDULE_FIELDS, 'One step of the rollout.'),
        required: ['date', 'percentage'],
      },
    },
  };
}

function objectSchema(fields: readonly FieldSpec[], description: string): Schema {
  const properties = fields.map((field) => [field.name, fieldSchema(field)]);
  return { type: 'object', description, properties: Object.fromEntries(properties) };
}

function fieldSchema(field: FieldSpec): Schema {
  return {
    ...kindSchema(field.kind),
    description: field.description,
    markdownDescription: `${field.description}\n\n\`\`\`yaml\n${field.example}\n\`\`\``,
  };
}

function kindSchema(kind: FieldKind): Schema {
  switch (kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'percentage':
      return { type: 'number', minimum: 0, maximum: 100 };
    case 'text':
      return { type: 'string' };
    case 'ticket':
      return { type: ['string', 'integer'] };
    case 'date':
      return { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}' };
    case 'type':
      return { enum: FLAG_TYPES, enumDescriptions: FLAG_TYPES.map((type) => TYPE_DESCRIPTIONS[type]) };
    case 'operator':
      return {
        enum: OPERATORS,
        enumDescriptions: OPERATORS.map((operator) => OPERATOR_DESCRIPTIONS[operator]),
      };
    case 'users':
      return { type: 'array', items: { type: ['string', 'number'] } };
    case 'rules':
      return { type: 'array', items: { $ref: '#/definitions/rule' } };
    case 'schedule':
      return { type: 'array', items: { $ref: '#/definitions/step' } };
    case 'any':
      return {};
  }
}

/**
 * A schema from which editors complete and explain, and that finds nothing wrong: what is wrong with a file is said
 * once, by the rules.
 */
export function lenient(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lenient);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { enum: values, enumDescriptions, ...rest } = schema as Record<string, unknown>;
  const kept = Object.entries(rest).filter(([name, value]) => !CONSTRAINTS.has(name) && value !== false);
  const result = Object.fromEntries(
    // The names of properties and definitions are no keywords.
    kept.map(([name, value]) => [name, NAMED.has(name) ? mapValues(value) : lenient(value)]),
  );
  if (rest.type === 'boolean') return { ...result, anyOf: [{ enum: [true, false] }, {}] };
  if (values === undefined) return result;
  return {
    ...result,
    anyOf: [{ enum: values, ...(enumDescriptions !== undefined && { enumDescriptions }) }, {}],
  };
}

function mapValues(value: unknown): unknown {
  return Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, lenient(inner)]));
}

const NAMED = new Set(['properties', 'definitions', 'patternProperties']);
const CONSTRAINTS = new Set(
  'type required minimum maximum pattern not minItems minLength minProperties format const oneOf'.split(' '),
);
