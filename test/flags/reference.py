"""The flag model's evaluation, read off its specification line by line; it shares nothing with Flagwright.

Reads {"flags": {key: fields}, "cases": [[key, context, reading]]} and prints a list of booleans.
"""
import datetime
import hashlib
import json
import re
import sys


def bucket(flag, user):
    return int.from_bytes(hashlib.md5(f'{flag}:{user}'.encode('utf-8')).digest()[:2], 'big') % 100


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def number(value, reading):
    if is_number(value):
        return value if reading == 'typed' else None
    if reading == 'text' and isinstance(value, str):
        if re.fullmatch(r'[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?', value):
            return float(value)
    return None


def boolean(value, reading):
    if reading == 'text':
        return {'true': True, 'false': False}.get(value) if isinstance(value, str) else None
    return value if isinstance(value, bool) else None


def date(value):
    if not isinstance(value, str) or not re.fullmatch(r'\d{4}-\d{2}-\d{2}', value):
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return None


def version(value):
    match = re.fullmatch(r'v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?', value) if isinstance(value, str) else None
    if not match:
        return None
    numbers = tuple(int(part or 0) for part in match.groups()[:3])
    if match[4] is None:
        return (numbers, 1, ())
    # Numbers come before words, and a version with a prerelease before the one without.
    parts = tuple((0, int(part), '') if part.isdigit() else (1, 0, part) for part in match[4].split('.'))
    return (numbers, 0, parts)


def pair(value, attribute, reading):
    """Both sides as values of one type, or None where their types differ."""
    if isinstance(value, bool):
        other = boolean(attribute, reading)
        return None if other is None else (value, other)
    if is_number(value):
        other = number(attribute, reading)
        return None if other is None else (value, other)
    if not isinstance(value, str) or not isinstance(attribute, str):
        return None
    if date(value):
        return (date(value), date(attribute)) if date(attribute) else None
    return (value, attribute)


def matches(rule, context, reading):
    operator, value = rule.get('operator'), rule.get('value')
    name = rule.get('attribute')
    if operator == 'exists':
        if value not in (None, True, False) or isinstance(value, int) and not isinstance(value, bool):
            return False
        return (name in context) == (value is not False)
    if name not in context:
        return False
    attribute = context[name]
    if operator in ('equals', 'not_equals'):
        both = pair(value, attribute, reading)
        return both is not None and (both[0] == both[1]) == (operator == 'equals')
    if operator in ('in', 'not_in'):
        if not isinstance(value, list):
            return False
        pairs = [both for both in (pair(item, attribute, reading) for item in value) if both]
        found = any(a == b for a, b in pairs)
        return found if operator == 'in' else not found and (bool(pairs) or not value)
    if operator in ('greater_than', 'less_than'):
        both = pair(value, attribute, reading) if is_number(value) or date(value) else None
        if not both:
            return False
        return both[1] > both[0] if operator == 'greater_than' else both[1] < both[0]
    if operator.startswith('semver_'):
        wanted, actual = version(value), version(attribute)
        if wanted is None or actual is None:
            return False
        return {'semver_equals': actual == wanted, 'semver_greater_than': actual > wanted}.get(operator, actual < wanted)
    if operator == 'contains' and isinstance(attribute, list):
        return any(both[0] == both[1] for both in (pair(value, item, reading) for item in attribute) if both)
    if operator == 'contains' and reading == 'text' and is_number(value):
        value = str(value)
    if not isinstance(value, str) or not isinstance(attribute, str):
        return False
    return {
        'contains': value in attribute,
        'starts_with': attribute.startswith(value),
        'ends_with': attribute.endswith(value),
        'matches': operator == 'matches' and re.search(value, attribute) is not None,
    }[operator]


OPERATORS = {'equals', 'not_equals', 'in', 'not_in', 'greater_than', 'less_than', 'contains', 'starts_with',
             'ends_with', 'matches', 'exists', 'semver_equals', 'semver_greater_than', 'semver_less_than'}


def evaluate(flags, key, context, reading):
    # 1. Unknown flag: the code's default, off where there is none.
    if key not in flags:
        return False
    flag = flags[key]
    # 2. `enabled` is not true: off.
    if flag.get('enabled') is not True:
        return False
    # 3. `user_id` is in `allowed_users`: on. They compare as text.
    user = context.get('user_id')
    user = str(user) if user is not None else None
    users = flag.get('allowed_users', [])
    if user is not None and user in [str(one) for one in users]:
        return True
    # 4. Any rule matches: on.
    rules = flag.get('rules', [])
    if any(rule.get('operator') in OPERATORS and matches(rule, context, reading) for rule in rules):
        return True
    # 5. `percentage` present: on when the bucket is below it.
    if 'percentage' in flag:
        percentage = flag['percentage']
        if not is_number(percentage):
            return False
        return percentage == 100 if user is None else bucket(key, user) < percentage
    # 6. `percentage` absent: on, unless rules or users narrow it.
    return not rules and not users


data = json.load(sys.stdin)
print(json.dumps([evaluate(data['flags'], *case) for case in data['cases']]))
