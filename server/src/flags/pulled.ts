import type { DataNode } from '../text/tree';
import { member, textAt } from './formats/nodes';
import { type PulledFrom, SERVICE_NAMES, type ServiceName } from './model';

/** The member of a snapshot that says where it was pulled. */
export const PULLED_MARK = '$pulled';

const TITLES: Readonly<Record<ServiceName, string>> = {
  unleash: 'Unleash',
  launchdarkly: 'LaunchDarkly',
  flagsmith: 'Flagsmith',
  split: 'Split',
};

/** The service's own name. */
export function titleOf({ service }: Pick<PulledFrom, 'service'>): string {
  return TITLES[service];
}

/** What a file says of where it was pulled; nothing where a person has written it. */
export function pulledFrom(document: DataNode | undefined): PulledFrom | undefined {
  const mark = member(document, PULLED_MARK);
  const service = SERVICE_NAMES.find((name) => name === textAt(mark, 'service'));
  const url = textAt(mark, 'url');
  if (!service || url === undefined) return undefined;
  const [project, environment] = [textAt(mark, 'project'), textAt(mark, 'environment')];
  const flagUrl = textAt(mark, 'flagUrl');
  return {
    service,
    url,
    ...(project !== undefined && { project }),
    ...(environment !== undefined && { environment }),
    ...(flagUrl !== undefined && { flagUrl }),
  };
}
