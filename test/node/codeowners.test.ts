import { expect, it } from 'vitest';
import { readCodeowners } from '../../server/src/node/codeowners';
import { folder } from './folder';

it('lets the last line that matches decide', () => {
  const owners = readCodeowners(
    folder({
      CODEOWNERS: '* @nobody',
      '.github/CODEOWNERS': `# who answers
*            @org/all
*.ts         @typist ts@example.com   # by mail too
/docs/       @writer
apps/        @apps
/apps/free
with\\ blank/ @blank
`,
    }),
  );
  expect(owners('README.md')).toEqual(['@org/all']);
  expect(owners('src/a.ts')).toEqual(['@typist', 'ts@example.com']);
  expect(owners('docs/a/b.md')).toEqual(['@writer']);
  expect(owners('lib/docs/b.md')).toEqual(['@org/all']);
  expect(owners('lib/apps/x.ts')).toEqual(['@apps']);
  expect(owners('apps/free/x.ts')).toEqual([]);
  expect(owners('with blank/x')).toEqual(['@blank']);
});

it('knows sections as GitLab has them', () => {
  const owners = readCodeowners(
    folder({ '.gitlab/CODEOWNERS': '^[Web][2] @web\nweb/\n*.css @style\n[Data] @data\ndata/' }),
  );
  expect(owners('web/a.js')).toEqual(['@web']);
  expect(owners('web/a.css')).toEqual(['@style']);
  expect(owners('data/x')).toEqual(['@data']);
});

it('has no owners without a file', () => {
  expect(readCodeowners(folder())('a.ts')).toEqual([]);
});
