import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addEntry } from '../../server/src/flags/add-entry';
import { editEntry } from '../../server/src/flags/edit-entry';
import { removeEntry } from '../../server/src/flags/remove-entry';
import { applyEdits } from '../../server/src/text/edits';
import { flagFile, type GeneratedFile } from './flag-file-arbitrary';
import { readFlags } from './support';

/** What a file says, without the places. */
function data(text: string, path: string) {
  const file = readFlags(text, {}, path);
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (name, inner) =>
        name.toLowerCase().endsWith('span') ? undefined : (inner as unknown),
      ),
    );
  return {
    problems: file.problems.map((problem) => problem.message),
    flags: plain(file.flags) as { key: string }[],
  };
}

function removed(file: GeneratedFile, key: string): string {
  const edits = removeEntry(file.text, readFlags(file.text, {}, file.path), key);
  if ('refusal' in edits) throw new Error(edits.refusal);
  return applyEdits(file.text, edits);
}

test('the generated files declare what they are meant to', () => {
  fc.assert(
    fc.property(flagFile, (file) => {
      const { problems, flags } = data(file.text, file.path);
      expect(problems).toEqual([]);
      expect(flags.map((flag) => flag.key).sort()).toEqual([...file.keys].sort());
    }),
  );
});

test('without an entry, the file reads as before but for that flag', () => {
  fc.assert(
    fc.property(flagFile, fc.nat(), (file, choice) => {
      const key = file.keys[choice % file.keys.length]!;
      const text = removed(file, key);
      const before = data(file.text, file.path);
      expect(data(text, file.path)).toEqual({
        problems: [],
        flags: before.flags.filter((flag) => flag.key !== key),
      });
    }),
    { numRuns: 500 },
  );
});

test('comments that are not about the entry stay, and so do the line ends', () => {
  fc.assert(
    fc.property(flagFile, fc.nat(), (file, choice) => {
      const text = removed(file, file.keys[choice % file.keys.length]!);
      const count = (of: string, part: string) => of.split(part).length;
      expect(count(text, '# kept')).toBe(count(file.text, '# kept'));
      if (file.text.includes('\r\n')) expect(text.replaceAll('\r\n', '')).not.toContain('\n');
      expect(text.startsWith('\ufeff')).toBe(file.text.startsWith('\ufeff'));
    }),
    { numRuns: 300 },
  );
});

test('an added entry is read, and all others stay', () => {
  const newKey = fc.constantFrom(
    'zz_new',
    'zz.new',
    'zz new: #',
    'zz-true',
    'true',
    '0x1',
    'zz"\\😀',
    '__proto__',
  );
  fc.assert(
    fc.property(flagFile, newKey, (file, key) => {
      const read = readFlags(file.text, {}, file.path);
      const text = applyEdits(file.text, addEntry(file.text, read, key, { owner: 'me: #1', created: 20000 }));
      const before = data(file.text, file.path);
      const after = data(text, file.path);
      expect(after.problems).toEqual([]);
      expect(after.flags.filter((flag) => flag.key !== key)).toEqual(before.flags);
      expect(after.flags.find((flag) => flag.key === key)).toMatchObject({ state: { kind: 'off' } });
    }),
    { numRuns: 500 },
  );
});

test('adding and removing an entry gives the file back', () => {
  fc.assert(
    fc.property(flagFile, (file) => {
      const text = applyEdits(
        file.text,
        addEntry(file.text, readFlags(file.text, {}, file.path), 'zz_new', {}),
      );
      const back = removed({ ...file, text }, 'zz_new');
      expect(data(back, file.path)).toEqual(data(file.text, file.path));
    }),
    { numRuns: 200 },
  );
});

test('emptying a file entry by entry leaves it readable to the end', () => {
  fc.assert(
    fc.property(flagFile, (file) => {
      let { text } = file;
      for (const key of file.keys) text = removed({ ...file, text }, key);
      expect(data(text, file.path)).toEqual({ problems: [], flags: [] });
      const added = applyEdits(text, addEntry(text, readFlags(text, {}, file.path), 'zz', { owner: 'me' }));
      expect(data(added, file.path).flags.map((flag) => flag.key)).toEqual(['zz']);
    }),
    { numRuns: 200 },
  );
});

test('a field that is set is the only thing that changes, and its flag the only flag', () => {
  const assignment = fc.constantFrom(
    { path: ['enabled'], value: true },
    { path: ['enabled'], value: false },
    { path: ['percentage'], value: 33 },
    { path: ['owner'], value: 'no # "one": \'s' },
    { path: ['created'], value: '2026-11-01' },
    { path: ['percentage'] },
    { path: ['allowed_users'] },
  );
  const count = (of: string, part: string) => of.split(part).length;
  let made = 0;
  fc.assert(
    fc.property(
      flagFile,
      fc.nat(),
      fc.array(assignment, { minLength: 1, maxLength: 3 }),
      (file, choice, all) => {
        const key = file.keys[choice % file.keys.length]!;
        const before = data(file.text, file.path);
        const isMap = readFlags(file.text, {}, file.path).flags.find((flag) => flag.key === key)!.canHave
          .owner;
        const source = { path: file.path, text: file.text, options: { configured: true } };
        const edit = editEntry(source, key, all);
        if ('refusal' in edit) {
          // A plain boolean has no fields.
          expect(isMap ? edit.refusal : '').toBe('');
          return;
        }
        made++;
        const text = applyEdits(file.text, edit.edits);
        const after = data(text, file.path);
        expect(after.problems).toEqual([]);
        const others = (flags: { key: string }[]) => flags.filter((flag) => flag.key !== key);
        expect(others(after.flags)).toEqual(others(before.flags));
        const wanted = new Map(all.map(({ path, value }) => [path[0]!, value]));
        const fields = readFlags(text, {}, file.path).flags.find((flag) => flag.key === key)!.fields;
        for (const [name, value] of wanted)
          expect(fields.find((field) => field.name === name)?.value).toBe(value);
        for (const part of ['# kept', '# note', '# All flags', '# end', '// all'])
          expect(count(text, part)).toBe(count(file.text, part));
        if (file.text.includes('\r\n')) expect(text.replaceAll('\r\n', '')).not.toContain('\n');
        expect(text.startsWith('\ufeff')).toBe(file.text.startsWith('\ufeff'));
      },
    ),
    { numRuns: 500 },
  );
  expect(made).toBeGreaterThan(250);
});
