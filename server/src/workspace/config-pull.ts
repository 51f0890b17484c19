import { SERVICE_NAMES, type ServiceName } from '../flags/model';
import { suggest } from '../flags/suggest';
import type { Span } from '../text/span';
import { type DataNode, entryOf, type MapNode } from '../text/tree';

/** A snapshot that the team pulls: which flags, and the file they go to. */
export interface PullSource {
  readonly service: ServiceName;
  readonly url?: string;
  readonly project?: string;
  readonly environment?: string;
  /** The snapshot, relative to the root; a name that flag files are found by where absent. */
  readonly file?: string;
}

type Report = (node: { readonly span: Span }, message: string) => undefined;

const FIELDS = ['service', 'url', 'project', 'environment', 'file'];

/** Reads `pull`: a list of sources. What is wrong in it is reported at its place; the rest of it counts. */
export function readPull(root: MapNode, report: Report): PullSource[] {
  const list = entryOf(root, 'pull')?.value;
  if (!list) return [];
  if (list.kind !== 'list') {
    report(list, '"pull" is a list, for example [{ "service": "unleash", "environment": "production" }].');
    return [];
  }
  return list.items.flatMap(({ value }) => readSource(value, report) ?? []);
}

function readSource(node: DataNode, report: Report): PullSource | undefined {
  if (node.kind !== 'map') return report(node, 'What is pulled is described by an object with a "service".');
  const texts: Record<string, string> = {};
  for (const { key, keySpan, value } of node.entries) {
    if (!FIELDS.includes(key)) {
      const meant = suggest(key, FIELDS);
      const isToken = /token|key|secret/i.test(key);
      report(
        { span: keySpan },
        isToken
          ? `A token has no place in the configuration: '${key}' belongs into an environment variable, or into the editor's secret storage.`
          : `'${key}' says nothing of what is pulled.${meant ? ` Did you mean '${meant}'?` : ` Known are ${FIELDS.join(', ')}.`}`,
      );
    } else if (value.kind === 'scalar' && value.value !== null && value.text !== '') texts[key] = value.text;
    else report(value, 'A text is expected here.');
  }
  const { service, file, ...rest } = texts;
  const known = SERVICE_NAMES.find((name) => name === service);
  if (!known) {
    const at = entryOf(node, 'service')?.value ?? node;
    return report(at, `"service" is one of ${SERVICE_NAMES.join(', ')}.`);
  }
  return { service: known, ...rest, ...(file !== undefined && { file: file.replace(/^\.\//, '') }) };
}

/** Reads `flagUrls`: for each service the address at which it shows a flag. */
export function readFlagUrls(root: MapNode, report: Report): ReadonlyMap<string, string> {
  const node = entryOf(root, 'flagUrls')?.value;
  const urls = new Map<string, string>();
  if (node && node.kind !== 'map')
    report(
      node,
      '"flagUrls" is an object, for example { "launchdarkly": "https://app.launchdarkly.com/projects/default/flags/{flag}" }.',
    );
  for (const { key, value } of node?.kind === 'map' ? node.entries : []) {
    const text = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : '';
    if (!/^(https?:\/\/|\{url\})/.test(text))
      report(value, 'An address begins with https:// or http://, or with {url}.');
    else if (!/\{(flag|id)\}/.test(text))
      report(value, 'An address names its flag with {flag}, or with {id}.');
    else urls.set(key, text);
  }
  return urls;
}
