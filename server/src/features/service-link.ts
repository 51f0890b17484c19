import * as l10n from '@vscode/l10n';
import type { Flag, FlagFile } from '../flags/model';
import { SERVICE_NAMES } from '../flags/model';
import { titleOf } from '../flags/pulled';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import { type Part, type Rich, shorten, webAddress } from './text';

/** `Open in Unleash`: where the services show the flag, for each environment that has an address of its own. */
export function serviceLinks(snapshot: Snapshot, { declarations }: DeclaredFlag): Rich | undefined {
  const links = new Map<string, { readonly title: string; readonly environment?: string }>();
  for (const { flag, environment } of declarations) {
    const file = snapshot.flagFiles.get(flag.file);
    const href = file && addressOf(file, flag, environment, snapshot.config.flagUrls);
    if (!href || links.has(href)) continue;
    links.set(href, { title: serviceTitle(file), ...(environment !== undefined && { environment }) });
  }
  if (links.size === 0) return undefined;
  const isOne = links.size === 1;
  const parts = [...links].map(([href, { title, environment }]): Part => {
    const link =
      isOne || environment === undefined
        ? l10n.t('Open in {0}', title)
        : l10n.t('Open in {0} ({1})', title, environment);
    return { link: shorten(link, 80), href };
  });
  return parts.flatMap((part, i) => (i === 0 ? [part] : [' · ', part]));
}

/** The service by its own name; a file of nobody's format goes by where it lies. */
function serviceTitle({ service, path }: FlagFile): string {
  const known = SERVICE_NAMES.find((name) => name === service);
  if (known) return titleOf({ service: known });
  return service === undefined ? path : (OTHER_TITLES[service] ?? service);
}

const OTHER_TITLES: Readonly<Record<string, string>> = {
  chromium: 'Chromium',
  configcat: 'ConfigCat',
  flipt: 'Flipt',
  gitlab: 'GitLab',
  'go-feature-flag': 'GO Feature Flag',
  growthbook: 'GrowthBook',
  harness: 'Harness',
  microsoft: 'Azure App Configuration',
  openfeature: 'OpenFeature',
};

/** The team's template, else the snapshot's own; nothing where it asks for what is not known of the flag. */
function addressOf(
  file: FlagFile,
  flag: Flag,
  environment: string | undefined,
  templates: ReadonlyMap<string, string>,
): string | undefined {
  const template = templates.get(file.service ?? 'flagwright') ?? file.pulled?.flagUrl;
  if (template === undefined) return undefined;
  const values: Readonly<Record<string, string | undefined>> = {
    flag: flag.key,
    id: idOf(flag),
    project: fieldOf(flag, 'project') ?? file.pulled?.project,
    environment: environment ?? file.environment,
  };
  let isWhole = true;
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'url' && file.pulled) return file.pulled.url;
    const value = values[name];
    if (value === undefined) isWhole = false;
    return encoded(value ?? '');
  });
  return isWhole ? webAddress(address) : undefined;
}

/** As a part of an address: nothing in it ends the part. Half a character, which no address can hold, is replaced. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** The number or name by which the service itself knows a flag. */
function idOf(flag: Flag): string | undefined {
  const feature = flag.fields.find(({ name }) => name === 'feature')?.value;
  const nested = typeof feature === 'object' && feature !== null && 'id' in feature ? feature.id : undefined;
  return fieldOf(flag, 'id') ?? (typeof nested === 'number' ? String(nested) : undefined);
}

function fieldOf(flag: Flag, field: string): string | undefined {
  const value = flag.fields.find(({ name }) => name === field)?.value;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
