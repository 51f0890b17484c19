import { type ExtensionContext, l10n, workspace } from 'vscode';

/** One setting as the manifest declares it: the only place that says what a value may be. */
export interface SettingSchema {
  readonly type: 'boolean' | 'string' | 'number';
  readonly default: unknown;
  readonly enum?: readonly unknown[];
}

export interface WrongSetting {
  readonly key: string;
  readonly message: string;
}

/** Says in one sentence what is wrong with a value, or nothing where the manifest allows it. */
export function problemOf(key: string, schema: SettingSchema, value: unknown): string | undefined {
  const allowed = schema.enum
    ? schema.enum.includes(value)
    : typeof value === schema.type && !Number.isNaN(value);
  if (value === undefined || allowed) return undefined;
  const wanted = schema.enum
    ? l10n.t('one of {0}', schema.enum.join(', '))
    : { boolean: l10n.t('a boolean'), string: l10n.t('a string'), number: l10n.t('a number') }[schema.type];
  return l10n.t(
    'The setting {0} is {1}, but it must be {2}. Flagwright uses {3} instead.',
    key,
    JSON.stringify(value),
    wanted,
    JSON.stringify(schema.default),
  );
}

/** Every `flagwright.*` setting whose value the manifest does not allow. */
export function wrongSettings(context: ExtensionContext): WrongSetting[] {
  return Object.entries(schemas(context)).flatMap(([key, schema]) => {
    const message = problemOf(key, schema, workspace.getConfiguration().get(key));
    return message ? [{ key, message }] : [];
  });
}

/** A setting's value, or its default where a person has written something that cannot be used. */
export function setting<T>(context: ExtensionContext, key: string): T {
  const schema = schemas(context)[key];
  if (!schema) throw new Error(`The manifest declares no setting ${key}.`);
  const value = workspace.getConfiguration().get(key);
  return (value === undefined || problemOf(key, schema, value) ? schema.default : value) as T;
}

function schemas(context: ExtensionContext): Record<string, SettingSchema> {
  const sections: readonly { readonly properties: Record<string, SettingSchema> }[] =
    context.extension.packageJSON.contributes.configuration;
  return Object.assign({}, ...sections.map(({ properties }) => properties));
}
