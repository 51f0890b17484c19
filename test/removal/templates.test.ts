// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the templates of the tested sources.
import { describe, test } from 'vitest';
import { removal } from '../support/removal';

const OFF = { keep: false };

describe('templates', () => {
  test('a text is written into the template as it is written in the code', () => {
    removal("const t = `a${F() ? 'it\\'s \"q\" `' : 'o'}b`; use(t);").becomes(
      'const t = `a' + 'it\'s "q" \\`' + 'b`; use(t);',
    );
    removal("use(`a${F() ? '\\r\\n' : '\\n'}b`);").becomes('use(`a\\r\\nb`);');
    removal("use(`a${F() ? '\\x41\\u00a0' : ''}b`);").becomes('use(`a\\x41\\u00a0b`);');
    removal("use(`a${F() ? '\\0' : ''}1`);").becomes('use(`a\\u00001`);');
  });

  test('a dollar sign and a brace that come to meet stay what they are', () => {
    removal("use(`$${F() ? '{a}' : 'b'}`);").becomes('use(`$\\{a}`);');
    removal("use(`${F() ? '$' : ''}{a}`);").becomes('use(`\\${a}`);');
    removal("use(`$${F() ? 'x' : ''}{a}`);", OFF).becomes('use(`$\\{a}`);');
    removal("use(`\\\\${F() ? '$' : ''}{a}`);").becomes('use(`\\\\\\${a}`);');
    removal("use(`\\$${F() ? '{a}' : 'b'}`);").becomes('use(`\\${a}`);');
  });

  test('a template within a template melts into it', () => {
    removal('use(`/api${F() ? `/v2/${id}` : "/v1"}?q=${q}`);').becomes('use(`/api/v2/${id}?q=${q}`);');
    removal('use(`$${F() ? `{${id}$` : ""}{b}`);').becomes('use(`$\\{${id}$\\{b}`);');
    removal('use(tag`/api${F() ? `/v2/${id}` : ""}`);').becomes('use(tag`/api${`/v2/${id}`}`);');
  });
});
