"""weights.py - the weights of evidence as a logistic regression, and what they owe to having seen the answer.

Each (column, attribute) that anything speaks for is one case: was this attribute right? Evidence called "base:where"
counts for two features, "base" and "base:where"; the second is penalised more, so that it only says where the first does
not hold. Evidence called "value…" or "gate…" keeps the weight that the program gave it. Weights are drawn to KNOWN, else
to 0: what is known of names beforehand, where labelled schemas are few.
"""
import numpy

from labelled import place_of, read_map

# A personal column that is missed costs more than one that is looked at in vain: all scores lean this far, in log-odds.
LEAN = 0.5
PENALTY = 0.3, 3.0  # of "base" and of "base:where"
WORD = 10.0  # of "word:…", which is likest to learn a schema by heart

KNOWN = {
    # a part or the whole: what stands beside it tells
    "beside.first_name:person.last_name": 2.0, "beside.first_name:person.name": -1.5,
    "beside.no_first_name:person.last_name": -1.0, "beside.no_first_name:person.name": 1.0,
    "beside.last_name:person.first_name": 1.5, "beside.last_name:person.name": -0.5,
    "beside.town:address.street": 2.0, "beside.town:address.full": -2.0, "beside.no_town:address.full": 1.0,
    "beside.no_town:address.street": -1.0, "beside.address:address.region": 0.5, "beside.no_address:address.region": -1.0,
    # words around a name
    "name.meta": -3.0, "name.key:other": -2.0, "name.flag": -1.0, "comment:named": 1.0, "comment:alone": 2.0,
    "name.followed": -1.0, "name.key": -2.5, "name.number": -1.5, "name.key:codable": 2.0, "key.foreign:codable": 1.0, "name.number:codable": 2.0, "name.key:contact": -1.5, "name.meta:credential": -1.0,
    "name.people:name": 1.5, "name.people:id": 1.0, "name.people:contact": 0.5, "name.people:address": 0.5,
    "name.number:id": 1.5, "name.number:finance": 1.5,
    # secrets and traces stand wherever they are needed, not only beside people
    "table.settings:credential": 1.5, "table.place:credential": 2.0, "table.reference:credential": 1.0,
    "table.company:credential": 1.0, "table.unlinked:credential": 0.7, "beside.nobody:credential": 1.0,
    "table.log:online": 0.5, "table.log:location": 1.0, "table.log:address": 0.5, "beside.nobody:online": 0.7,
    "beside.nobody:location": 0.7,
    # people write in messages and on orders; a consent is short
    "table.message:text": 0.7, "table.transaction:text": 0.5, "type.long:text": 0.5, "table.settings:text": -1.0,
    "table.reference:text": -1.0, "table.content:text": -1.0, "table.product:text": -1.0,
    "table.consent:consent": 1.0, "type.boolean:consent": 0.6, "type.long:consent": -1.5, "type.json:consent": -1.5,
    # what is called so there is called so, not somebody
    "table.log:name": -1.5, "table.settings:name": -1.0, "table.reference:name": -1.0, "table.product:name": -1.0,
    "table.place:name": -1.0, "table.content:name": -1.0, "prior:online.url": -0.5,
    # rows of people have a life, and created_at alone is that of the row, invitation_created_at is not
    "prior:lifecycle.created": -1.0, "prior:lifecycle.deleted": -1.0, "prior:lifecycle.last_activity": -0.5,
    "table.person:lifecycle.created": 1.5, "table.person:lifecycle.deleted": 1.5, "table.person:lifecycle.last_activity": 1.5,
    "beside.people:lifecycle.created": 1.5, "beside.people:lifecycle.deleted": 1.0, "table.but:lifecycle.created": -1.5,
     "name.strong.end:lifecycle.created": -2.0,
    "name.strong.end:lifecycle.deleted": -1.5, "name.strong.end:lifecycle.last_activity": -1.5,
}


class Case:
    """A candidate of a map: the names of its evidence, the score of what is not fitted, whether it is right."""

    def __init__(self, finding, right, weight):
        self.place, self.attribute = place_of(finding), finding["attribute"]
        self.features, self.fixed = [], 0.0
        self.right, self.weight = self.attribute in right, weight
        for e in finding["evidence"]:
            if e["kind"].startswith(("value", "gate")):
                self.fixed += e["weight"]
            else:
                self.features += [e["kind"].split(":")[0], e["kind"]]

    def score(self, weights):
        return self.fixed + sum(weights.get(f, 0.0) for f in self.features)


def read_cases(path, labels, weight=1.0):
    """The cases of a map that was written with --all-candidates; places on which readers differ are left out."""
    found, cases = read_map(path), []
    for c in found["columns"] + found["candidates"]:
        right = labels.get(place_of(c), {"none"})
        inside = c.get("path") and c["attribute"] not in right and "path" in right
        if c["verdict"] == "is" and "either" not in right and not inside:
            cases.append(Case(c, right, weight))
    return cases


class Design:
    """The cases as a sparse matrix of counts: row numbers and feature numbers, and all pairs of features of a row."""

    def __init__(self, cases):
        self.index = {"prior": 0}
        rows = [[self.index.setdefault(f, len(self.index)) for f in c.features] for c in cases]
        sizes = [len(r) for r in rows]
        self.owner = numpy.repeat(numpy.arange(len(rows)), sizes)
        self.flat = numpy.array([f for r in rows for f in r])
        self.pair_owner = numpy.repeat(numpy.arange(len(rows)), [n * n for n in sizes])
        self.pairs = numpy.array([a * len(self.index) + b for r in rows for a in r for b in r])
        self.n = len(rows)

    def times(self, beta):
        return numpy.bincount(self.owner, beta[self.flat], self.n)

    def transposed_times(self, x):
        return numpy.bincount(self.flat, x[self.owner], len(self.index))

    def squared(self, diagonal):
        k = len(self.index)
        return numpy.bincount(self.pairs, diagonal[self.pair_owner], k * k).reshape(k, k)


def fit(cases, l2=1.0):
    """Newton steps, none longer than 4, until none is longer than 0.02; returns {feature: weight}."""
    x = Design(cases)
    y, offset, w = (numpy.array(v, float) for v in zip(*((c.right, c.fixed, c.weight) for c in cases)))
    penalty = numpy.array([l2 * (WORD if f.startswith("word:") else PENALTY[":" in f]) for f in x.index])
    penalty[0] = 0.01
    known = numpy.array([KNOWN.get(f, 0.0) for f in x.index])
    beta = known.copy()
    for _ in range(30):
        p = 1 / (1 + numpy.exp(-numpy.clip(x.times(beta) + offset, -30, 30)))
        gradient = x.transposed_times(w * (y - p)) - penalty * (beta - known)
        hessian = x.squared(w * numpy.maximum(p * (1 - p), 1e-6)) + numpy.diag(penalty)
        step = numpy.linalg.solve(hessian, gradient)
        beta += step * min(1.0, 4.0 / max(1e-9, numpy.abs(step).max()))
        if numpy.abs(step).max() < 0.02:
            break
    weights = {f: beta[i] for f, i in x.index.items()}
    weights["prior"] += LEAN
    return weights


def loss(cases, weights):
    s = numpy.array([c.score(weights) * (1 if c.right else -1) for c in cases])
    w = numpy.array([c.weight for c in cases])
    return float((w * numpy.log1p(numpy.exp(-numpy.clip(s, -30, 30)))).sum() / w.sum())


def write(path, weights):
    with open(path, "w", encoding="utf-8") as f:
        f.write("# Weights of evidence in log-odds, made by tests/accuracy/fit.py. Evidence \"base:where\" weighs the sum of both.\n"
                "pack: weights\nversion: \"1.0\"\ntitle: Weights of evidence\nweights:\n")
        for n in sorted(weights):
            if abs(weights[n]) >= 0.005:
                f.write(f'  "{n}": {weights[n]:.2f}\n')


def is_personal(attribute):
    return attribute != "none" and not attribute.startswith(("lifecycle.", "org."))


class Tally:
    """Right, said in vain, missed."""

    def __init__(self):
        self.right = self.vain = self.missed = 0

    def add(self, other):
        self.right, self.vain, self.missed = self.right + other.right, self.vain + other.vain, self.missed + other.missed

    def precision(self):
        return self.right / max(1, self.right + self.vain)

    def recall(self):
        return self.right / max(1, self.right + self.missed)

    def f1(self):
        return 2 * self.right / max(1, 2 * self.right + self.vain + self.missed)


def evaluate(cases, labels, weights, system, unscored=()):
    """Personal or not, and the exact attribute, of one system: per column the best candidate, if more likely than not. An
    attribute of `unscored` said of a column labelled none counts for nothing: labels are older than the attribute."""
    best = {}
    for c in cases:
        if c.place[0] == system:
            score = c.score(weights)
            if score > best.get(c.place, (0.0, ""))[0]:
                best[c.place] = score, c.attribute
    personal, exact = Tally(), Tally()
    for place in set(best) | {p for p in labels if p[0] == system}:
        right, said = labels.get(place, {"none"}) - {"path"}, best.get(place, (0, "none"))[1]
        if "either" in right or not right or (right == {"none"} and said in unscored):
            continue
        wanted, claimed = any(map(is_personal, right)), is_personal(said)
        personal.right += wanted and claimed
        personal.vain += claimed and not wanted
        personal.missed += wanted and not claimed
        exact.right += said != "none" and said in right
        exact.vain += said != "none" and said not in right
        exact.missed += "none" not in right and said not in right
    return personal, exact


def leave_one_out(cases, labels, systems, unscored=(), l2=1.0):
    """Fits without each system in turn and scores on it, beside the score of the fit on all; prints the table."""
    whole, means, pooled = fit(cases, l2), [0.0] * 4, [Tally() for _ in range(4)]
    print(f"{'':24} {'fitted on all':>15} {'fitted without':>15}\n{'system':24} {'pers.':>7} {'exact':>7} {'pers.':>7} {'exact':>7}")
    for system in systems:
        without = fit([c for c in cases if c.place[0] != system], l2)
        row = [*evaluate(cases, labels, whole, system, unscored), *evaluate(cases, labels, without, system, unscored)]
        for i, tally in enumerate(row):
            pooled[i].add(tally)
            means[i] += tally.f1() / len(systems)
        print(f"{system:24} " + " ".join(f"{t.f1():7.3f}" for t in row))
    print(f"{'mean':24} " + " ".join(f"{m:7.3f}" for m in means))
    print(f"{'all columns together':24} " + " ".join(f"{t.f1():7.3f}" for t in pooled))
    print(f"fall of the mean: personal {means[0] - means[2]:.3f}, exact {means[1] - means[3]:.3f}; "
          f"without: personal P {pooled[2].precision():.3f} R {pooled[2].recall():.3f}")
