"""test_rules.py - rules lint and rules match, on small packs that are wrong in one way each."""
import os

import program
import tap

GOOD = """\
  - id: order-code
    attribute: id.customer
    value: '\\AK-\\d{6}\\z'
    gate: {required: ["-"], digits: [6, 6], size: [8, 8]}
    weight: 3
    chance: 0.001
    examples: {match: [K-123456, K-000001, K-999999], no_match: [K-12345, X-123456, K-1234567]}
  - id: customer-names
    attribute: id.customer
    names: {strong: [customer_number, client_code], weak: [client_ref]}
    name_examples: {match: [customer_number, client_code, client_ref], no_match: [weight, colour, height]}
"""


class Rules(program.Case):
    def pack(self, *rules, plain=False):
        os.makedirs(self.path("rules", "lists"), exist_ok=True)
        with open(self.path("rules", "lists", "towns.txt"), "w", encoding="utf-8") as out:
            out.write("paris\nsaint denis\n")
        with open(self.path("rules", "mine.yaml"), "w", encoding="utf-8") as out:
            out.write("pack: mine\nversion: \"1\"\nrules:\n" + ("" if plain else GOOD) + "".join(rules))

    def lint(self, *rules, code=1):
        self.pack(*rules)
        run = self.cassini("rules", "lint", "--rules", "rules")
        self.assertEqual(run.code, code, run.out + run.err)
        return run.err

    def match(self, *args, **kwargs):
        run = self.cassini("rules", "match", "--rules", "rules", *args, **kwargs)
        self.assertEqual(run.code, 0, run.err)
        return run.out

    def test_the_shipped_packs_are_clean(self):
        run = self.cassini("rules", "lint")
        self.assertEqual((run.code, run.err), (0, ""))

    def test_a_sound_pack_is_clean(self):
        self.assertEqual(self.lint(code=0), "")

    def test_slow(self):
        text = self.lint("  - {id: nested, attribute: id.tax, value: '\\A(?:a+)+b\\z', examples: {match: [aab, ab, aaab], no_match: [a, b, c]}}\n")
        self.assertIn('rule "nested": slow', text)
        self.assertIn("mine.yaml:15", text)
        warned = self.lint("  - {id: square, attribute: id.tax, value: '\\A\\w*\\d*\\w*\\d*x\\z', examples: {match: [a1x, 1x, ax], no_match: [a, b, c]}}\n",
                           code=1)
        self.assertIn('rule "square": slow', warned)

    def test_slow_inside_text(self):
        text = self.lint("  - {id: runs, attribute: id.tax, search: true, value: '\\Aab\\z', search_value: '(?:\\w+ ?)+=', "
                         "examples: {match: [ab, ab, ab], no_match: [a, b, c]}}\n")
        self.assertIn("its search", text)

    def test_dead(self):
        for gate in ("{size: [20, 30], digits: [40, 50]}", "{classes: [lower], required: [digit]}", "{classes: [lower], digits: [1, 2]}"):
            text = self.lint("  - {id: shut, attribute: id.tax, value: '\\Aa\\z', gate: " + gate + ", examples: {match: [a, a, a], no_match: [b, c, d]}}\n")
            self.assertIn('rule "shut": dead', text, gate)
        self.assertIn('rule "empty": dead', self.lint("  - {id: empty, attribute: id.tax}\n"))

    def test_too_few_examples(self):
        self.assertIn("examples", self.lint("  - {id: few, attribute: id.tax, value: '\\Aab\\z', examples: {match: [ab], no_match: [a, b, c]}}\n"))
        self.assertIn("examples", self.lint("  - {id: few, attribute: id.tax, names: {strong: [tva, nif, tin]}, name_examples: {match: [tva], no_match: [a, b, c]}}\n"))

    def test_shadowed(self):
        text = self.lint("  - {id: narrow, attribute: id.customer, value: '\\AK-0\\d{5}\\z', weight: 2, chance: 0.01, "
                         "examples: {match: [K-012345, K-000001, K-099999], no_match: [a, b, c]}}\n", code=0)
        self.assertIn('rule "narrow": shadowed: rule "order-code"', text)
        text = self.lint("  - {id: twice, attribute: id.tax, names: {strong: [tva_number], weak: [TVANumber]}, "
                         "name_examples: {match: [tva_number, TVANumber, tvaNumber], no_match: [a, b, c]}}\n")
        self.assertIn("never weak", text)

    def test_contradictory(self):
        names = "name_examples: {match: [%s], no_match: [weight, colour, height]}"
        text = self.lint("  - {id: other, attribute: id.tax, names: {strong: [CustomerNumber]}, " + names % "CustomerNumber" + "}\n")
        self.assertIn("strong for id.customer", text)
        text = self.lint("  - {id: never, attribute: none, names: {negative: [client_code]}}\n")
        self.assertIn('"client_code" is', text)
        text = self.lint("  - {id: same, attribute: id.tax, value: '\\AK-\\d{6}\\z', gate: {required: [\"-\"], digits: [6, 6], size: [8, 8]}, "
                         "examples: {match: [K-123456, K-000001, K-999999], no_match: [a, b, c]}}\n")
        self.assertIn('contradictory: rule "order-code"', text)

    def test_the_same_form_twice(self):
        text = self.lint("  - {id: twice, attribute: id.tax, names: {strong: [tva_number, tva_number]}, "
                         "name_examples: {match: [tva_number, TVANumber, tvaNumber], no_match: [a, b, c]}}\n")
        self.assertIn("given twice", text)

    def test_match_names_rules_checks_and_lists(self):
        self.pack("  - {id: mail, attribute: contact.email, value: '@', check: email, examples: {match: [], no_match: []}}\n"
                  "  - {id: town, attribute: address.city, list: towns, examples: {match: [], no_match: []}}\n")
        text = self.match("K-123456", "a@example.org", "Saint-Denis", "nothing")
        self.assertIn("K-123456: accepted by\n  rule order-code: id.customer\n", text)
        self.assertIn("  rule mail: contact.email\n  check email\n", text)
        self.assertIn("  rule town: address.city\n  list towns\n", text)
        self.assertIn("nothing: nothing accepts it", text)

    def test_match_says_what_refuses(self):
        self.pack()
        text = self.match("--rule", "order-code", "K-123456", "K-12345", "X-123456", "K123456.", "12345678")
        self.assertEqual([line.split(": ", 1)[1].split(":")[0] for line in text.splitlines()], ["accepted", "gate", "value", "gate", "gate"])

    def test_standard_input_is_not_shown(self):
        self.pack()
        for args in ([], ["-"]):
            text = self.match(*args, stdin="K-123456\nsecret@example.org\n")
            self.assertIn("line 1: accepted by", text)
            self.assertIn("line 2: nothing accepts it", text)
            self.assertNotIn("secret", text)

    def test_match_of_an_unknown_rule(self):
        self.pack()
        self.assertEqual(self.cassini("rules", "match", "--rules", "rules", "--rule", "nope", "x").code, 2)


if __name__ == "__main__":
    tap.main()
