import type { Rule } from './rule';

/**
 * A flag's key is put together at run time, so nobody can tell which flag is read. Every flag that it may reach is
 * kept: it is neither called unused nor removed.
 */
export const dynamicFlag: Rule = {
  id: 'dynamic-flag',
  severity: 'hint',
  *checkSource(snapshot, path) {
    for (const read of snapshot.readsIn(path)) {
      if (read.certainty !== 'undeterminable') continue;
      const reach = read.prefix ? `any flag that begins with '${read.prefix}'` : 'any flag';
      yield {
        span: read.span,
        message: `The key is known only at run time: this may read ${reach}, which therefore cannot be removed safely.`,
      };
    }
  },
};
