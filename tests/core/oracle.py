#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second, independent implementation of the outcome rule, held against the C one.

Written from the text of the rule alone (its points are named as "point N"), without the C
sources. Random assessments, biased so that every clause is hit, go to guidance-driver; what it
answers must be what the text says. The same run checks that no further "yes" and no younger or
less certain age ever leads to an earlier-ending outcome, and that "no" changes nothing.

    oracle.py DRIVER PACK.xml [CASES [SEED]]

PACK.xml is the bundle. A fifth as many cases each run with two copies of it in which every
indicator is something else: the catalogue as it is cannot tell some readings of the rule apart.
"""
import collections
import json
import os
import random
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import oracle_cases

WEAK, MEDIUM, STRONG = 1, 2, 3
GRADES = {None: 0, 'weak': WEAK, 'medium': MEDIUM, 'strong': STRONG}
ELEMENTS = ('act', 'means', 'purpose')
DIMENSIONS = ('D1', 'D2', 'D3', 'D4', 'D5', 'D6')
OUTCOMES = ('keep-open', 'indications', 'grey-zone', 'reasonable-grounds')
WORK = {'labour', 'services', 'domestic'}
CONTROLLED = {'followed', 'threatened-now', 'controller-here'}
# What a run must hit, so that a change of the generator cannot empty the test.
HITS = [f'{outcome}, {path}' for outcome in OUTCOMES for path in ('adult', 'child')
        if (outcome, path) != ('grey-zone', 'child')]
HITS += ['only ' + clause for clause in (
    'purpose-means', 'means-purpose', 'means-act-form', 'dimensions', 'child-purpose',
    'child-dimension', 'child-act', 'grey-zone', 'two-signs', 'two-groups', 'one-strong', 'alone',
    'worker-concern', 'danger')]
HITS += ['route ' + name for name in ('police', 'barnevern', 'rosa', 'caritas', 'legal-aid')]
HITS += ['overlay danger', 'overlay child-duty', 'overlay child-discuss', 'rosa call-rosa',
         'rosa discuss-rosa-first', 'child-seen']


class Indicator:
    def __init__(self, node, index):
        def flag(name):
            return node.get(name) == 'true'

        self.index = index
        self.id = node.get('id')
        self.group = node.get('group')
        self.forms = set(node.get('forms').split())
        self.element = node.get('element')
        self.child_element = node.get('child-element')
        self.adult = GRADES[node.get('adult')]
        self.child = GRADES[node.get('child')]
        self.dimension = node.get('dimension')
        self.ilo = node.get('ilo')
        self.same_fact = node.get('same-fact')
        self.supporting_only = flag('supporting-only')
        self.alone = flag('alone')
        self.coercive = flag('coercive')
        self.age_doubt = flag('age-doubt')
        self.touches = node.get('touches') != 'false'


def read_catalogue(root):
    return [Indicator(node, index) for index, node in enumerate(root.iter('indicator'))]


def read_reasons(root):
    """The English text of a reason and its id: what the guidance object shows of a clause."""
    return {node.find('text').text: node.get('id') for node in root.iter('reason')}


# Answers

def live_entries(entries):
    entries = [entries] if isinstance(entries, dict) else entries
    return [entry for entry in entries if not entry.get('withdrawn', False)]


def answered(case, indicator):
    """The strongest entry that is not withdrawn, if it is yes or maybe."""
    live = live_entries(case.get('answers', {}).get(indicator.id, []))
    values = {entry.get('value') for entry in live}
    return next((value for value in ('yes', 'maybe') if value in values), None)


class Reading:
    """Points 1 and 2: age, and the signs that count with their grades."""

    def __init__(self, catalogue, case):
        person = case.get('person', {})
        self.answers = {sign: answered(case, sign) for sign in catalogue}
        self.answers = {sign: value for sign, value in self.answers.items() if value}
        self.age = person.get('age', 'not-known')
        if self.age in ('adult', 'not-known') and any(sign.age_doubt for sign in self.answers):
            self.age = 'unsure'
        self.child_path = self.age in ('child', 'unsure')
        self.child_rule = self.child_path or person.get('under_18_then', False)
        self.danger = set(person.get('danger', []))
        self.concern = person.get('worker_concern', False)
        self.children_along = person.get('children_along', 0) > 0
        self.grades = {}
        for sign, value in self.answers.items():
            grade = self.grade(sign) - (value == 'maybe')
            if grade > 0 and not sign.supporting_only:
                self.grades[sign] = grade

    def grade(self, sign):
        if self.child_rule or self.age == 'not-known':
            return max(sign.adult, sign.child)
        return sign.adult if sign.adult else sign.child - 1


# Points 3 and 4: elements and dimensions

def of_element(reading, element, attribute):
    return {sign: grade for sign, grade in reading.grades.items()
            if getattr(sign, attribute) == element}


def element_supported(signs):
    """1 strong; or 2 medium; or 1 medium + 1 weak. Of the same fact only the highest is used."""
    highest = {}
    for sign, grade in signs.items():
        key = ('fact', sign.same_fact) if sign.same_fact else ('sign', sign.id)
        highest[key] = max(grade, highest.get(key, 0))
    grades = list(highest.values())
    return STRONG in grades or (MEDIUM in grades and len(grades) >= 2)


def element_touched(reading, element, attribute):
    signs = of_element(reading, element, attribute)
    if element_supported(signs):
        return True
    if any(grade >= MEDIUM and sign.touches for sign, grade in signs.items()):
        return True
    return (element == 'means' and len(two_signs(reading)) >= 2
            and any(sign.coercive and grade >= MEDIUM for sign, grade in reading.grades.items()))


def two_signs(reading):
    """Counting signs, vulnerability aside."""
    return {sign: grade for sign, grade in reading.grades.items()
            if sign.element != 'vulnerability'}


def of_dimension(reading, dimension):
    return {sign: grade for sign, grade in reading.grades.items() if sign.dimension == dimension}


def dimension_supported(signs):
    """2 strong; 1 strong + 1 medium or weak; 3 medium; 2 medium + 1 weak; an ILO indicator once."""
    highest = {}
    for sign, grade in signs.items():
        highest[sign.ilo] = max(grade, highest.get(sign.ilo, 0))
    grades = sorted(highest.values(), reverse=True)
    if len(grades) >= 2 and grades[0] == STRONG:
        return True
    return len(grades) >= 3 and grades[0] >= MEDIUM and grades[1] >= MEDIUM


# Points 5 to 8: the outcome

def reasonable_grounds(reading):
    """The names of the clauses of point 5 that hold."""
    own = {name: of_element(reading, name, 'element') for name in ELEMENTS}
    supported = {name: element_supported(signs) for name, signs in own.items()}
    touched = {name: element_touched(reading, name, 'element') for name in ELEMENTS}
    dimension = {name: dimension_supported(of_dimension(reading, name)) for name in DIMENSIONS}
    clauses = []
    if supported['purpose'] and touched['means']:
        clauses.append('purpose-means')
    if supported['means'] and touched['purpose']:
        clauses.append('means-purpose')
    if supported['means'] and supported['act'] and any(
            grade >= MEDIUM and 'all' not in sign.forms for sign, grade in own['act'].items()):
        clauses.append('means-act-form')
    if dimension['D4'] and any(
            dimension[name] and any(sign.element == 'means' for sign in of_dimension(reading, name))
            for name in DIMENSIONS if name != 'D4'):
        clauses.append('dimensions')
    if reading.child_rule:
        if element_supported(of_element(reading, 'purpose', 'child_element')):
            clauses.append('child-purpose')
        if dimension['D4']:
            clauses.append('child-dimension')
        if (element_supported(of_element(reading, 'act', 'child_element'))
                and element_touched(reading, 'purpose', 'child_element')):
            clauses.append('child-act')
    return clauses


def work_purpose(reading):
    """Counting purpose signs whose forms all lie in labour, services, domestic."""
    return {sign: grade for sign, grade in of_element(reading, 'purpose', 'element').items()
            if sign.forms <= WORK}


def grey_zone(reading):
    signs = work_purpose(reading)
    d4 = {sign: grade for sign, grade in signs.items() if sign.dimension == 'D4'}
    return len(signs) >= 2 and (element_supported(signs) or dimension_supported(d4))


def indications(reading):
    """The names of the clauses of point 7 that hold."""
    signs = two_signs(reading)
    clauses = []
    if len(signs) >= 2 and any(grade >= MEDIUM for grade in signs.values()):
        clauses.append('two-signs')
    if len({sign.group for sign in signs}) >= 2:
        clauses.append('two-groups')
    if STRONG in signs.values():
        clauses.append('one-strong')
    if any(sign.alone and reading.answers[sign] == 'yes' for sign in reading.grades):
        clauses.append('alone')
    if reading.concern:
        clauses.append('worker-concern')
    if reading.danger & CONTROLLED:
        clauses.append('danger')
    return clauses


def outcome_of(reading):
    grounds = reasonable_grounds(reading)
    if grounds:
        return 'reasonable-grounds', grounds
    if grey_zone(reading):
        return 'grey-zone', ['grey-zone']
    reasons = indications(reading)
    return ('indications', reasons) if reasons else ('keep-open', [])


# Points 9 and 10, and what is reported

def overlays_of(reading, outcome):
    presentation = {sign for sign in reading.answers if sign.element == 'presentation'}
    overlays = ['danger'] if reading.danger else []
    if not reading.child_path:
        return overlays
    if (outcome != 'keep-open' or reading.danger or reading.concern
            or any(sign.child == STRONG for sign in presentation)):
        overlays.append('child-duty')
    elif (set(reading.answers) - presentation
            or any(sign.child == MEDIUM for sign in presentation)):
        overlays.append('child-discuss')
    return overlays


def routes_of(reading, outcome, setting):
    grounds = outcome == 'reasonable-grounds'
    adult = not reading.child_path
    routes = []
    danger = reading.danger & (CONTROLLED | {'child-at-risk'})
    if (danger and setting != 'prison') or (setting == 'border' and grounds):
        routes.append('police')
    if reading.child_path:
        routes += ['barnevern', 'bufdir']
    if adult:
        routes.append('rosa')
    if adult and (outcome == 'grey-zone' or (grounds and work_purpose(reading))):
        routes += ['caritas', 'arbeidstilsynet', 'a-krim']
    if adult and grounds:
        routes.append('legal-aid')
    return routes


def told(entries):
    """Entries that say no, declined or not asked never count (point 2), so not here either."""
    return all(entry.get('basis', []) == ['third_party'] for entry in live_entries(entries)
               if entry.get('value') in ('yes', 'maybe'))


def told_only(catalogue, case, outcome):
    """Whether reasonable grounds rest on what others told."""
    answers = {name: entries for name, entries in case.get('answers', {}).items()
               if not told(entries)}
    less, _ = outcome_of(Reading(catalogue, {**case, 'answers': answers}))
    return outcome == 'reasonable-grounds' and less != outcome


def report_element(reading, name):
    ways = ('element', 'child_element') if reading.child_rule else ('element',)
    found = [of_element(reading, name, way) for way in ways]
    return {'supported': any(element_supported(signs) for signs in found),
            'touched': any(element_touched(reading, name, way) for way in ways),
            'indicators': in_order(set().union(*found))}


def in_order(signs):
    return [sign.id for sign in sorted(signs, key=lambda sign: sign.index)]


def child_seen(reading):
    return (any(sign.id in ('BEG-03', 'DOM-07') for sign in reading.answers)
            or 'child-at-risk' in reading.danger or reading.children_along)


def reasons_of(clauses, rosa):
    """One for each clause; of two signs once. ROSA is named only where it is a recipient."""
    told_reason = ['third-party-only'] if rosa == 'discuss-rosa-first' else []
    return sorted([name for name in clauses if name != 'two-groups' or 'two-signs' not in clauses]
                  + told_reason)


def expect(catalogue, case, hits=None):
    reading = Reading(catalogue, case)
    outcome, clauses = outcome_of(reading)
    rosa = None
    if outcome == 'reasonable-grounds' and not reading.child_path:
        rosa = 'discuss-rosa-first' if told_only(catalogue, case, outcome) else 'call-rosa'
    dimensions = {name: of_dimension(reading, name) for name in DIMENSIONS}
    result = {
        'outcome': outcome,
        'overlays': overlays_of(reading, outcome),
        'dimensions': {name: {'supported': dimension_supported(signs),
                              'indicators': in_order(signs)}
                       for name, signs in dimensions.items()},
        'elements': {name: report_element(reading, name) for name in ELEMENTS},
        'routes': routes_of(reading, outcome, case['setting']),
        'rosa': rosa,
        'reasons': reasons_of(clauses, rosa),
        'child-seen': child_seen(reading),
    }
    if hits is not None:
        record(hits, reading, result, clauses)
    return result


def record(hits, reading, result, clauses):
    path = 'child' if reading.child_path else 'adult'
    hits[f'{result["outcome"]}, {path}'] += 1
    hits.update('clause ' + name for name in clauses)
    hits.update('only ' + name for name in clauses if len(clauses) == 1)
    hits.update('route ' + name for name in result['routes'])
    hits.update('overlay ' + name for name in result['overlays'])
    hits[f'rosa {result["rosa"]}'] += 1
    hits['child-seen'] += result['child-seen']


def normalise(guidance, reasons):
    """Of a guidance object what the reference says something about."""
    shown = {reasons[reason['text']] for reason in guidance['reasons']}
    steps = [step['id'] for step in guidance['steps']]
    rosa = [name for name in ('call-rosa', 'discuss-rosa-first') if name in steps]
    return {
        'outcome': guidance['outcome'],
        'overlays': guidance['overlays'],
        'dimensions': guidance['dimensions'],
        'elements': guidance['elements'],
        'routes': [route['recipient'] for route in guidance['routes']],
        'rosa': ' '.join(rosa) or None,
        'reasons': sorted(shown - {'keep-open', 'supporting-only', 'age-doubt'}),
        'child-seen': 'child-seen' in steps,
    }


# The run

def broken(kind, before, after):
    rank = OUTCOMES.index
    if rank(after['outcome']) < rank(before['outcome']):
        return True
    return kind == 'same' and before != after


def ask(driver, path, reasons, cases):
    lines = ''.join(json.dumps(case) + '\n' for case in cases)
    out = subprocess.run([driver], input=lines, stdout=subprocess.PIPE, text=True, check=True,
                         env={**os.environ, 'VARDE_PACK': path}).stdout
    answers = [normalise(json.loads(line), reasons) for line in out.splitlines()]
    assert len(answers) == len(cases), f'{len(answers)} answers to {len(cases)} cases'
    return answers


def make(rng, catalogue, number):
    """Assessments, and triples (kind, index of the original, index of the changed one)."""
    pools = oracle_cases.pools(catalogue)
    cases, pairs = [], []
    while len(cases) < number:
        origin = len(cases)
        cases.append(oracle_cases.random_case(rng, catalogue, pools))
        for kind, changed in oracle_cases.variations(rng, cases[origin], catalogue):
            pairs.append((kind, origin, len(cases)))
            cases.append(changed)
    return cases, pairs


def compare(catalogue, cases, answers, hits):
    for case, got in zip(cases, answers):
        for key, value in expect(catalogue, case, hits).items():
            if got[key] != value:
                yield (f'{key}: the rule says {json.dumps(value)}, the program '
                       f'{json.dumps(got[key])}\n  {json.dumps(case)}')


def run(driver, path, number, rng, hits):
    root = xml.parse(path).getroot()
    catalogue = read_catalogue(root)
    cases, pairs = make(rng, catalogue, number)
    answers = ask(driver, path, read_reasons(root), cases)
    differences = list(compare(catalogue, cases, answers, hits))
    for kind, origin, changed in pairs:
        if broken(kind, answers[origin], answers[changed]):
            differences.append(f'{kind}: from {answers[origin]} to {answers[changed]}\n'
                               f'  {json.dumps(cases[origin])}\n  {json.dumps(cases[changed])}')
    print(f'{len(cases)} cases, {len(pairs)} pairs, {len(differences)} differences')
    return differences


def run_scrambled(driver, path, number, rng, hits):
    tree = xml.parse(path)
    oracle_cases.scramble(rng, tree.getroot())
    with tempfile.TemporaryDirectory() as folder:
        other = os.path.join(folder, 'pack.xml')
        tree.write(other, encoding='utf-8', xml_declaration=True)
        return run(driver, other, number, rng, hits)


def main():
    driver, path = sys.argv[1:3]
    number = int(sys.argv[3]) if len(sys.argv) > 3 else 3000
    rng = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 20261)
    hits = collections.Counter()
    differences = run(driver, path, number, rng, hits)
    for _ in range(2):
        differences += run_scrambled(driver, path, number // 5, rng, hits)
    for name, count in sorted(hits.items()):
        print(f'{count:6} {name}')
    thin = [name for name in HITS if hits[name] < max(1, number // 2000)]
    print(*differences[:10], *(f'too few cases: {name}' for name in thin), sep='\n')
    sys.exit(1 if differences or thin else 0)


if __name__ == '__main__':
    main()
