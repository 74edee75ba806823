# SPDX-License-Identifier: GPL-3.0-or-later
"""Random assessments for oracle.py, changes to them, and a pack in which everything differs."""
import copy

ELEMENTS = ('act', 'means', 'purpose')
DIMENSIONS = ('D1', 'D2', 'D3', 'D4', 'D5', 'D6')
WORK = {'labour', 'services', 'domestic'}
DANGERS = ('injured', 'followed', 'threatened-now', 'controller-here', 'suicidal',
           'child-at-risk', 'must-be-back', 'removal-today')
AGES = ('adult', 'not-known', 'unsure', 'child')
SETTINGS = ('prison', 'reception', 'border', 'outreach')
BASES = ('observation', 'statement', 'third_party', 'document')


def pools(catalogue):
    """Sets of signs that make clauses likely; any sign is in one of them."""
    named = [list(catalogue)]
    for test in (
            lambda s: s.element == 'purpose' and s.forms <= WORK,
            lambda s: s.element == 'purpose',
            lambda s: s.element == 'means',
            lambda s: s.element in ('act', 'means'),
            lambda s: s.element == 'act' and 'all' not in s.forms,
            lambda s: s.dimension == 'D4' or s.dimension in ('D1', 'D6'),
            lambda s: s.dimension == 'D4' and s.forms <= WORK,
            lambda s: s.element in ('presentation', 'vulnerability'),
            lambda s: s.same_fact and s.element == 'purpose' and s.forms <= WORK,
            lambda s: s.same_fact, lambda s: s.supporting_only or s.age_doubt,
            lambda s: s.alone, lambda s: s.coercive or s.element == 'act',
            lambda s: s.adult == 1, lambda s: not s.adult or not s.child,
            lambda s: not s.touches or s.element == 'purpose' and s.adult == 2,
            lambda s: s.element != s.child_element or s.id in ('BEG-03', 'DOM-07')):
        named.append([sign for sign in catalogue if test(sign)])
    return [pool for pool in named if pool]


def recipes(rng):
    """What random signs seldom make: lists of a test and how many signs that pass it."""
    other = rng.choice([name for name in DIMENSIONS if name != 'D4'])
    return (
        # D4 with another dimension that holds little of means.
        ((lambda s: s.dimension == 'D4', 3),
         (lambda s: s.dimension == other and s.element != 'means', 2),
         (lambda s: s.dimension == other and s.element == 'means', 1)),
        # Act and means without purpose; only a weak act, if any, names a form.
        ((lambda s: s.element == 'means' and s.adult >= 2, 2),
         (lambda s: s.element == 'act' and 'all' in s.forms and s.adult >= 2, 1),
         (lambda s: s.element == 'act' and 'all' not in s.forms, 1)))


def random_signs(rng, catalogue, sign_pools):
    signs = set()
    if rng.random() < 0.2:
        for test, most in rng.choice(recipes(rng)):
            pool = [sign for sign in catalogue if test(sign)]
            signs.update(rng.sample(pool, min(len(pool), most)))
        return signs
    for _ in range(rng.choices(range(9), (1, 2, 3, 4, 4, 3, 2, 1, 1))[0]):
        if not signs or rng.random() < 0.3:
            pool = rng.choice(sign_pools)
        signs.add(rng.choice(pool))
    return signs


def random_entry(rng, told_share):
    entry = {'value': rng.choices(('yes', 'maybe', 'no', 'declined', 'not-asked'),
                                  (60, 25, 7, 4, 4))[0]}
    if rng.random() < told_share:
        entry['basis'] = ['third_party']
    elif rng.random() < 0.9:
        bases = rng.sample(BASES, rng.choice((1, 1, 1, 2)))
        entry['basis'] = sorted(bases, key=BASES.index)
    if rng.random() < 0.15:
        entry['withdrawn'] = rng.random() < 0.8
    return entry


def random_answers(rng, signs):
    """Sometimes all of one element is at most a maybe."""
    told_share = rng.choice((0, 0, 0.3, 0.7, 1))
    doubtful = rng.choice(ELEMENTS + ('means',)) if rng.random() < 0.3 else None
    answers = {}
    for sign in signs:
        entries = [random_entry(rng, told_share) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
        for entry in entries:
            if sign.element == doubtful and entry['value'] == 'yes':
                entry['value'] = 'maybe'
        single = len(entries) == 1 and rng.random() < 0.2
        answers[sign.id] = entries[0] if single else entries
    return answers


def random_case(rng, catalogue, sign_pools):
    person = {}
    if rng.random() < 0.9:
        person['age'] = rng.choices(AGES, (50, 25, 10, 15))[0]
    if rng.random() < 0.3:
        person['under_18_then'] = rng.random() < 0.7
    if rng.random() < 0.3:
        person['danger'] = rng.sample(DANGERS, rng.choice((0, 1, 1, 1, 2, 3)))
    if rng.random() < 0.2:
        person['worker_concern'] = rng.random() < 0.5
    if rng.random() < 0.2:
        person['children_along'] = rng.choice((0, 1, 2))
    signs = random_signs(rng, catalogue, sign_pools)
    case = {'format': 'varde-assessment', 'version': 1, 'setting': rng.choice(SETTINGS)}
    if person or rng.random() < 0.5:
        case['person'] = person
    if signs or rng.random() < 0.5:
        in_order_of_case = sorted(signs, key=lambda sign: sign.id)
        rng.shuffle(in_order_of_case)
        case['answers'] = random_answers(rng, in_order_of_case)
    return case


# Properties: the changed assessment must not end earlier (or must end the same)

def with_entry(rng, case, sign, value):
    changed = copy.deepcopy(case)
    entries = changed.setdefault('answers', {}).get(sign.id, [])
    entries = [entries] if isinstance(entries, dict) else entries
    entry = {**random_entry(rng, 0.3), 'value': value, 'withdrawn': False}
    changed['answers'][sign.id] = entries + [entry]
    return changed


def younger(case):
    person = case.get('person', {})
    age = person.get('age', 'not-known')
    if age == 'child':
        return None
    return {**case, 'person': {**person, 'age': AGES[AGES.index(age) + 1]}}


def variations(rng, case, catalogue):
    """Pairs of a name and a changed assessment; "same" is a change that must not matter."""
    known = [sign for sign in catalogue if sign.id in case.get('answers', {})]
    person = case.get('person', {})
    yield 'yes', with_entry(rng, case, rng.choice(catalogue), 'yes')
    if known:
        yield 'yes', with_entry(rng, case, rng.choice(known), 'yes')
    silent = rng.choice(('no', 'declined', 'not-asked'))
    yield 'same', with_entry(rng, case, rng.choice(known or catalogue), silent)
    if younger(case):
        yield 'age', younger(case)
    if not person.get('under_18_then'):
        yield 'under-18-then', {**case, 'person': {**person, 'under_18_then': True}}


# A pack in which every indicator is something else

def scramble(rng, root):
    def put(node, name, value):
        node.attrib.pop(name, None)
        if value is not None:
            node.set(name, value)

    elements = ELEMENTS + ('purpose', 'means', 'vulnerability', 'presentation', 'tip')
    groups = [node.get('id') for node in root.iter('group')][:4]
    for node in root.iter('indicator'):
        applies = rng.choice(('adult', 'child', 'both', 'both', 'both'))
        grades = rng.choices(('weak', 'medium', 'strong'), (2, 4, 1), k=2)
        ilo = rng.random() < 0.7
        forms = rng.choice(('all', 'labour', 'labour services', 'domestic', 'labour sexual',
                            'crime', 'crime all'))
        for name, value in (
                ('group', rng.choice(groups)), ('forms', forms), ('applies', applies),
                ('adult', grades[0] if applies != 'child' else None),
                ('child', grades[1] if applies != 'adult' else None),
                ('element', rng.choice(elements)), ('child-element', rng.choice(elements)),
                ('dimension', rng.choice(('D4', 'D4', 'D1', 'D5')) if ilo else None),
                ('ilo', rng.choice('ABCDE') if ilo else None),
                ('same-fact', rng.choice((None, None, 'x', 'y')))):
            put(node, name, value)
        if rng.random() < 0.6:
            node.set('child-element', node.get('element'))
        for name, share in (('supporting-only', 0.15), ('alone', 0.1), ('coercive', 0.15),
                            ('age-doubt', 0.02), ('touches', 0.7)):
            node.set(name, 'true' if rng.random() < share else 'false')
