import { suggest } from '../flags/suggest';
import type { Span } from '../text/span';
import { type DataNode, entryOf, type MapNode } from '../text/tree';
import { DEFAULT_METRIC, type PrometheusConfig } from './evidence';

type Report = (node: { readonly span: Span }, message: string) => undefined;

/** Reads `evidence` of a configuration. What is wrong in it is reported at its place, and then nobody is asked. */
export function readEvidence(root: MapNode, report: Report): { readonly prometheus?: PrometheusConfig } {
  const evidence = entryOf(root, 'evidence')?.value;
  if (!evidence) return {};
  if (evidence.kind !== 'map') return report(evidence, '"evidence" is an object with "prometheus".') ?? {};
  reportUnknown(evidence, ['prometheus'], report);
  const node = entryOf(evidence, 'prometheus')?.value;
  if (!node) return {};
  if (node.kind !== 'map') return report(node, '"prometheus" is an object with a "url".') ?? {};
  reportUnknown(node, ['url', 'metric', 'queries'], report);
  const url = urlOf(entryOf(node, 'url')?.value ?? node, report);
  const metric = metricOf(entryOf(node, 'metric')?.value, report);
  const queries = queriesOf(entryOf(node, 'queries')?.value, report);
  return url !== undefined && metric ? { prometheus: { url, ...metric, queries } } : {};
}

function reportUnknown(map: MapNode, known: readonly string[], report: Report): void {
  for (const { key, keySpan } of map.entries) {
    if (known.includes(key)) continue;
    const meant = suggest(key, known);
    const next = meant ? `Did you mean '${meant}'?` : `Known are ${known.join(', ')}.`;
    report({ span: keySpan }, `'${key}' is no setting of the evidence. ${next}`);
  }
}

function urlOf(node: DataNode, report: Report): string | undefined {
  const text = textOf(node);
  if (text === undefined || !/^https?:\/\/[^/?#]/.test(text))
    return report(node, 'Prometheus needs a "url" that begins with https:// or http://.');
  if (/^https?:\/\/[^/]*@/.test(text))
    return report(
      node,
      'A password has no place in the configuration. Put a token into the environment variable FLAGWRIGHT_PROMETHEUS_TOKEN.',
    );
  return text.replace(/\/+$/, '');
}

/** `feature_flag_evaluations_total{flag_name, result}`: the metric, and the labels for the flag and the result. */
function metricOf(
  node: DataNode | undefined,
  report: Report,
): Pick<PrometheusConfig, 'metric' | 'labels'> | undefined {
  const text = node ? textOf(node) : DEFAULT_METRIC;
  const found = /^\s*([A-Za-z_:][\w:]*)\s*\{\s*([A-Za-z_]\w*)\s*,\s*([A-Za-z_]\w*)\s*\}\s*$/.exec(text ?? '');
  if (!found)
    return report(
      node!,
      `"metric" names a metric with two labels, that of the flag and that of the result: ${DEFAULT_METRIC}.`,
    );
  const [, metric = '', flag = '', result = ''] = found;
  return { metric, labels: { flag, result } };
}

function queriesOf(node: DataNode | undefined, report: Report): Map<string, string> {
  const queries = new Map<string, string>();
  if (node && node.kind !== 'map')
    report(node, '"queries" maps names to PromQL with {flag} and {result} in it.');
  for (const { key, value } of node?.kind === 'map' ? node.entries : []) {
    const text = textOf(value);
    if (text?.includes('{flag}')) queries.set(key, text);
    else report(value, `The query '${key}' needs {flag} in its PromQL, where the flag's key goes.`);
  }
  return queries;
}

function textOf(node: DataNode): string | undefined {
  return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
