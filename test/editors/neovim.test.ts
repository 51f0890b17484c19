/** Debian's Neovim, set up as docs/editors/neovim.md says, in the shop: over `flagwright lsp --stdio`. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Machine, machine, setUpOf, TYPO } from './editors';

/** What a person does, one step after the other; each step waits for what it is to bring about. */
const STEPS = `
local result = {}

local function await(what, condition)
  if not vim.wait(40000, condition, 20) then error('waited in vain for ' .. what) end
end

local function step(run)
  local ok, problem = pcall(run)
  if not ok then
    io.stderr:write(problem .. '\\n')
    vim.cmd('cquit')
  end
end

local function rules(bufnr)
  return vim.tbl_map(function(found) return found.code .. ' ' .. found.lnum + 1 end, vim.diagnostic.get(bufnr))
end

local function has(list, text)
  return vim.tbl_contains(list, text)
end

local function cursor(text)
  vim.fn.cursor(1, 1)
  vim.fn.search(text, 'c')
end

step(function()
  vim.cmd('edit src/typo.ts')
  local bufnr = vim.api.nvim_get_current_buf()
  await('the finding', function() return has(rules(bufnr), 'unknown-flag 3') end)
  result.found = rules(bufnr)

  -- Findings of a file that no buffer shows.
  local page = vim.uri_to_bufnr(vim.uri_from_fname(vim.fn.getcwd() .. '/src/views/Page.tsx'))
  await('findings of another file', function() return #vim.diagnostic.get(page) > 0 end)
  result.other = vim.diagnostic.get(page)[1].code

  cursor('gift_rap')
  local params = vim.lsp.util.make_position_params()
  local answers = vim.lsp.buf_request_sync(bufnr, 'textDocument/completion', params, 20000)
  local items = {}
  for _, answer in pairs(answers) do
    for _, item in ipairs(vim.lsp.util.text_document_completion_list_to_complete_items(answer.result, '')) do
      items[#items + 1] = item.word
    end
  end
  result.completion = items

  local offered = {}
  vim.ui.select = function(actions, options, choose)
    for _, action in ipairs(actions) do
      local title = options.format_item(action)
      offered[#offered + 1] = title
      if title:match('gift_wrap') then return choose(action) end
    end
    error('no such action: ' .. table.concat(offered, ' | '))
  end
  vim.lsp.buf.code_action()
  await('the edit', function() return vim.fn.search('gift_wrap', 'cn') > 0 end)
  result.mended = vim.api.nvim_buf_get_lines(bufnr, 2, 3, true)[1]
  await('the finding to go', function() return not has(rules(bufnr), 'unknown-flag 3') end)

  cursor('gift_wrap')
  vim.lsp.buf.hover()
  local shown
  await('the hover', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        shown = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true)
      end
    end
    return shown ~= nil
  end)
  result.hover = table.concat(shown, '\\n')
  vim.cmd('silent write!')

  -- An action that is worked out when it is chosen: the removal of a flag from a file.
  vim.cmd('edit src/views/Page.tsx')
  bufnr = vim.api.nvim_get_current_buf()
  await('the stale flag', function() return #vim.tbl_filter(function(rule) return rule:match('^stale%-flag') end, rules(bufnr)) > 0 end)
  vim.ui.select = function(actions, options, choose)
    for _, action in ipairs(actions) do
      if options.format_item(action):match('in this file') then return choose(action) end
    end
    error('no removal is offered')
  end
  cursor("'dark_mode'")
  vim.fn.search('dark_mode', 'c')
  vim.lsp.buf.code_action()
  await('the removal', function() return vim.fn.search('dark_mode', 'cn') == 0 end)
  result.removed = table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, true), '\\n')
  vim.cmd('edit!')

  -- This version does not watch files for servers: the server does it by itself.
  vim.cmd('edit src/typo.ts')
  bufnr = vim.api.nvim_get_current_buf()
  local file = 'config/feature_flags.yaml'
  local text = table.concat(vim.fn.readfile(file), '\\n'):gsub('  gift_wrap:', '  gift_paper:')
  vim.fn.writefile(vim.split(text, '\\n'), file)
  await('the change on disk', function() return has(rules(bufnr), 'unknown-flag 3') end)
  result.afterChange = rules(bufnr)
end)

vim.fn.writefile({ vim.fn.json_encode(result) }, vim.env.HOME .. '/result')
vim.cmd('qall!')
`;

interface Result {
  readonly found: readonly string[];
  readonly other: string;
  readonly completion: readonly string[];
  readonly mended: string;
  readonly hover: string;
  readonly removed: string;
  readonly afterChange: readonly string[];
}

let person: Machine;
let result: Result;

beforeAll(async () => {
  person = machine();
  const [init, steps] = ['init.lua', 'steps.lua'].map((name) => path.join(person.home, name)) as [
    string,
    string,
  ];
  writeFileSync(init, setUpOf('neovim.md', 'Neovim 0.7 to 0.10'));
  writeFileSync(steps, STEPS);
  result = (await person.run('nvim', [
    '--headless',
    '-n',
    '-i',
    'NONE',
    '-u',
    init,
    '-c',
    `luafile ${steps}`,
  ])) as Result;
}, 120_000);

afterAll(() => person.remove());

test('findings are pushed, also of files that are not open', () => {
  expect(result.found).toEqual(['unknown-flag 3']);
  expect(result.other).toMatch(/-flag$/);
});

test('completion offers the flags', () => {
  expect(result.completion).toEqual(expect.arrayContaining(['gift_wrap', 'dark_mode', 'new_checkout']));
});

test('hover says rollout', () => {
  expect(result.hover).toMatch(/gift_wrap[\s\S]*25 %/);
});

test('a name is put right by a code action', () => {
  expect(result.mended).toBe(TYPO.split('\n')[2]!.replace('gift_rap', 'gift_wrap'));
});

test('a flag is removed from a file, by an action that is worked out when it is chosen', () => {
  const before = readFileSync(path.join(person.shop, 'src/views/Page.tsx'), 'utf8');
  expect(before).toContain('dark_mode');
  expect(result.removed).not.toContain('dark_mode');
  expect(result.removed.split('\n').length).toBeLessThan(before.split('\n').length);
});

test('a file that changes on disk is read again', () => {
  expect(result.afterChange).toEqual(['unknown-flag 3']);
});
