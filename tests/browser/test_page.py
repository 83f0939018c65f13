"""test_page.py - the page in a real browser: silent, self-contained, readable in both languages, with and without script."""
import base64
import hashlib
import re
import shutil
import sys
import tempfile
import unittest

import chromium
import pages
import tap

PLACES = """(() => [...document.querySelectorAll('#found details[data-n]')].filter(d => !d.hidden).map(d => d.querySelector('summary code').textContent))()"""
CONTRAST = """(() => {
  const rgb = c => { const n = c.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3]));
  const light = c => { const f = c.map(x => { x /= 255; return x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4; }); return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
  const back = e => { const b = rgb(getComputedStyle(e).backgroundColor); return b[3] >= 1 ? b.slice(0, 3) : over(b, e.parentElement ? back(e.parentElement) : [255, 255, 255]); };
  const bad = new Set();
  document.querySelectorAll('body *').forEach(e => {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || e.closest('script')) return;
    const b = back(e), f = over(rgb(getComputedStyle(e).color), b), x = light(f), y = light(b), c = (Math.max(x, y) + .05) / (Math.min(x, y) + .05);
    if (c < 4.5) bad.add(e.tagName + '.' + e.className + ' ' + c.toFixed(2));
  });
  return [...bad];
})()"""
STRUCTURE = """(() => {
  const bad = [], all = s => [...document.querySelectorAll(s)], ids = all('[id]').map(e => e.id);
  for (const [what, n] of [['h1', 1], ['main', 1], ['header', 1], ['footer', 1], ['nav[aria-label]', 1], ['script', 1]]) if (all(what).length !== n) bad.push(what);
  if (new Set(ids).size !== ids.length) bad.push('ids');
  all('a[href^="#"]').forEach(a => { if (!document.getElementById(a.getAttribute('href').slice(1))) bad.push(a.outerHTML); });
  all('table').forEach(t => { if (!t.caption || !t.caption.textContent.trim()) bad.push('caption'); });
  all('th').forEach(t => { if (!t.scope) bad.push(t.outerHTML); });
  all('input, select').forEach(e => { if (!e.labels.length || !e.labels[0].textContent.trim()) bad.push(e.outerHTML); });
  all('[aria-labelledby]').forEach(e => { if (!document.getElementById(e.getAttribute('aria-labelledby'))) bad.push('labelledby'); });
  let level = 0;
  all('h1, h2, h3, h4').forEach(h => { const n = +h.tagName[1]; if (n > level + 1) bad.push('level ' + h.textContent); level = n; });
  return bad;
})()"""
# words that only English has, and that the page uses
ENGLISH = """the of and with was were are is from values rows column columns name read found none by not what which people 
 customers employees users visitors looked drawn about reason hint denied switched file server scan kind says stored hold holds its""".split()


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="cassini-test-")
        cls.pages = pages.make(cls.folder)
        cls.browser = chromium.Chromium()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        shutil.rmtree(cls.folder, ignore_errors=True)

    def source(self, name):
        with open(self.pages[name], encoding="utf-8") as text:
            return text.read()

    def test_no_complaint_and_no_request(self):
        for name in ("en", "fr"):
            for scripts in (True, False):
                self.browser.open(self.pages[name], scripts=scripts)
                self.assertEqual(self.browser.complaints(), [], name)

    def test_the_policy_names_what_is_there(self):
        for name in ("en", "fr"):
            text = self.source(name)
            policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
            self.assertTrue(policy.startswith("default-src 'none'; "))
            for tag, directive in (("style", "style-src"), ("script", "script-src")):
                body = re.search(f"<{tag}>(.*?)</{tag}>", text, re.S).group(1)
                digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
                self.assertIn(f"{directive} 'sha256-{digest}'", policy)
            self.assertEqual(re.findall(r'\s(?:style|on\w+)="', text), [])

    def test_nothing_foreign_runs(self):
        self.browser.open(self.pages["en"])
        self.browser.ask("(() => { const s = document.createElement('script'); s.textContent = 'document.title = \"owned\"'; document.body.append(s); })()")
        self.assertNotIn("owned", self.browser.ask("document.title"))
        self.assertIn(pages.HOSTILE.replace("\u202e", "\\u202e")[:40], self.browser.ask("document.body.textContent"))

    def test_structure(self):
        for name in ("en", "fr"):
            self.browser.open(self.pages[name])
            self.assertEqual(self.browser.ask("document.documentElement.lang"), name)
            self.assertEqual(self.browser.ask(STRUCTURE), [])

    def test_contrast(self):
        for scheme in ("light", "dark"):
            self.browser.open(self.pages["fr"], scheme=scheme)
            self.browser.ask("document.querySelectorAll('details').forEach(d => d.open = true)")
            self.assertEqual(self.browser.ask(CONTRAST), [], scheme)

    def test_fits_a_telephone(self):
        for scripts in (True, False):
            self.browser.open(self.pages["fr"], width=390, scripts=scripts)
            self.browser.ask("document.querySelectorAll('details').forEach(d => d.open = true)")
            self.assertLessEqual(self.browser.ask("document.documentElement.scrollWidth"), 390)

    def test_whole_without_script(self):
        self.browser.open(self.pages["en"], scripts=False)
        self.assertTrue(self.browser.ask("document.getElementById('filter').offsetParent === null"))
        text = self.browser.ask("document.querySelector('main').textContent")
        for c in self.pages["map"]["columns"]:
            self.assertIn(c["column"].replace("\u202e", "\\u202e")[:150], text)
        for gap in pages.GAPS:
            self.assertIn(gap["reason"], text)
        self.browser.ask("document.querySelector('#found summary').click()")
        self.assertGreater(self.browser.ask("document.querySelector('#found table').offsetHeight"), 40)

    def test_paper_shows_what_is_folded(self):
        self.browser.open(self.pages["en"], scripts=False, media="print")
        hidden = "[...document.querySelectorAll('details tbody tr')].filter(r => !r.checkVisibility({contentVisibilityAuto: true})).length"
        self.assertEqual(self.browser.ask(hidden), 0)
        self.assertTrue(self.browser.ask("document.querySelector('nav').offsetParent === null"))
        self.assertTrue(self.browser.ask("[...document.querySelectorAll('pre')].every(p => p.offsetParent === null)"))
        self.assertTrue(self.browser.ask("document.querySelector('.shares').checkVisibility()"))

    def search(self, text):
        self.browser.ask(f"""(() => {{ const q = document.getElementById('q'); q.value = {text!r}; q.dispatchEvent(new Event('input')); }})()""")
        return self.browser.ask("""new Promise(done => setTimeout(() => done([...document.querySelectorAll('#found tbody tr')]
          .filter(r => !r.hidden && !r.closest('details').hidden).map(r => r.textContent)), 400))""")

    def test_search(self):
        self.browser.open(self.pages["fr"])
        found = self.search("ELECTRONIQUE courriel")
        self.assertTrue(found)
        self.assertTrue(all("courriel" in row for row in found))
        self.assertIn("constat", self.browser.ask("document.querySelector('output').textContent"))
        self.assertEqual(self.search("no such thing"), [])
        self.assertIn("Rien ne correspond", self.browser.ask("document.querySelector('output').textContent"))
        whole = self.browser.ask("document.querySelectorAll('#found tbody tr').length")
        self.browser.ask("document.getElementById('clear').click()")
        self.assertEqual(self.browser.ask("[...document.querySelectorAll('#found tbody tr')].filter(r => !r.hidden).length"), whole)

    def choose(self, name, value):
        self.browser.ask(f"(() => {{ const s = document.getElementById({name!r}); s.value = {value!r}; s.dispatchEvent(new Event('change')); }})()")

    def test_choices(self):
        self.browser.open(self.pages["en"])
        self.choose("by-level", "4")
        rows = self.browser.ask("[...document.querySelectorAll('#found tbody tr')].filter(r => !r.hidden).map(r => r.dataset.z)")
        self.assertEqual(set(rows), {"4"})
        self.choose("by-level", "0")
        self.choose("by-source", "1")
        self.assertEqual(self.browser.ask("[...document.querySelectorAll('#found .source')].filter(s => !s.hidden).length"), 1)

    def test_a_number_of_the_matrix_shows_its_columns(self):
        self.browser.open(self.pages["en"])
        expected = int(self.browser.ask("(() => { const a = document.querySelector('.matrix td a[data-a]'); a.click(); return a.textContent; })()"))
        shown = "[...document.querySelectorAll('#found tbody tr')].filter(r => !r.hidden && !r.closest('[hidden]')).length"
        self.assertEqual(self.browser.ask(shown), expected)

    def test_sort(self):
        self.browser.open(self.pages["en"])
        click = "document.querySelector('.coverage thead th:last-child button').click()"
        read = "[...document.querySelectorAll('.coverage tbody td:last-child')].map(t => Number(t.dataset.v))"
        self.browser.ask(click)
        numbers = self.browser.ask(read)
        self.assertEqual(numbers, sorted(numbers, reverse=True))
        self.assertEqual(self.browser.ask("document.querySelector('.coverage thead th:last-child').getAttribute('aria-sort')"), "descending")
        self.browser.ask(click)
        self.assertEqual(self.browser.ask(read), sorted(numbers))
        self.assertEqual(self.browser.ask("document.querySelectorAll('.coverage [aria-sort]').length"), 1)

    def test_order_of_tables(self):
        self.browser.open(self.pages["en"])
        by_name = self.browser.ask(PLACES)
        self.choose("order", "r")
        rows = self.browser.ask("[...document.querySelector('#found .source').querySelectorAll('details[data-n]')].map(d => Number(d.dataset.r))")
        self.assertEqual(rows, sorted(rows, reverse=True))
        self.choose("order", "")
        self.assertEqual(self.browser.ask(PLACES), by_name)

    def test_keyboard(self):
        self.browser.open(self.pages["en"])
        self.browser.press("Tab")
        self.assertEqual(self.browser.ask("document.activeElement.getAttribute('href')"), "#main")
        self.assertGreaterEqual(self.browser.ask("document.activeElement.getBoundingClientRect().left"), 0)
        self.browser.ask("document.querySelector('#found summary').focus()")
        self.browser.press("Enter")
        self.assertTrue(self.browser.ask("document.querySelector('#found details').open"))
        self.browser.ask("new Promise(done => setTimeout(() => { document.querySelector('#found thead button').focus(); done(); }, 200))")
        self.browser.press("Enter")
        self.assertEqual(self.browser.ask("document.querySelector('#found thead th').getAttribute('aria-sort')"), "ascending")

    def test_links_open_what_they_lead_to(self):
        self.browser.open(self.pages["en"])
        self.browser.ask("document.querySelector('.attention a[href^=\"#t\"]').click()")
        self.assertTrue(self.browser.ask("new Promise(done => setTimeout(() => done(document.querySelector(location.hash).open), 100))"))

    def test_french_is_french(self):
        self.browser.open(self.pages["fr"])
        text = self.browser.ask("""(() => { const m = document.body.cloneNode(true);
          m.querySelectorAll('code, script, .found th .soft, .shares code').forEach(e => e.remove());
          m.querySelectorAll('[aria-label], [title]').forEach(e => e.append(' ' + (e.ariaLabel || '') + ' ' + e.title)); return m.textContent; })()""")
        text = re.sub(r"Colonnes de \w+|«.*?»", "", text.replace(pages.HOSTILE.replace("\u202e", "\\u202e"), ""))
        words = set(re.findall(r"[a-zà-ÿœ'’-]+", text.lower()))
        self.assertEqual(sorted(words & set(ENGLISH)), [])
        self.assertEqual(self.browser.ask("document.querySelectorAll('[lang=en]').length"), 0)

    def rows_of(self, name, section):
        """Texts of the rows of a section's tables, as a reader sees them."""
        self.browser.open(self.pages[name], scripts=False)
        return self.browser.ask(f"""[...document.getElementById({section!r}).parentElement.querySelectorAll('tbody tr')].map(r => r.textContent)""")

    def test_decisions_say_who_when_why_and_what_to_look_at_again(self):
        rows = self.rows_of("en", "decisions")
        self.assertEqual([next(c for c in ("a_revoir", "perimee", "juste", "autre", "fausse") if c in r) for r in rows],
                         ["a_revoir"] * 5 + ["perimee", "juste", "autre", "fausse"])
        for row in rows:
            self.assertRegex(row, r"vu avec .*Claire, 2 November 2026")
        self.assertIn("it has expired", rows[5])
        self.assertIn("until 20 November 2026", rows[5])
        self.assertIn("it is: Fax", rows[7])
        self.assertIn("false alarm", rows[8])
        found = self.browser.ask("document.getElementById('found').textContent")
        self.assertNotIn("fausse", found)
        self.assertEqual(found.count("to look at again"), 5)
        self.assertIn("6\u00a0decisions need a new look", self.browser.ask("document.getElementById('attention').parentElement.textContent"))
        self.assertIn("l’analyse voyait contact.fax et voit maintenant contact.email", " ".join(self.rows_of("fr", "decisions")))

    def test_links_and_duplicates_with_few_people_hidden(self):
        reference, shared = self.rows_of("fr", "joins")
        self.assertIn("shop.guest.customershop.client.id100", reference)
        self.assertIn("55\u00a0%", shared)
        rows = [r for r in self.rows_of("en", "people") if "contact.courriel" in r]
        self.assertEqual([r.split("address")[1] for r in rows], ["4,3211,2341,298", "4,321<10<10"])

    def test_a_square_of_copies_names_its_columns_whole(self):
        self.browser.open(self.pages["en"])
        groups = self.browser.ask("""[...document.querySelectorAll('#copies ~ h3[id]')].map(h => { let e = h; do e = e.nextElementSibling; while (e.tagName !== 'DETAILS');
          return [Number(h.id.slice(1)), [...e.querySelectorAll('.shares tbody th')].map(t => t.textContent), [...e.querySelectorAll('.shares thead code')].map(t => t.textContent)]; })""")
        named = {g["id"]: [".".join(p for p in (c["source"], c["schema"], c["object"], c["column"]) if p) + (f" {c['path']}" if c.get("path") else "") for c in g["columns"]]
                 for g in self.pages["map"]["copy_groups"]}
        squares = [(n, down, across) for n, down, across in groups if down]
        self.assertTrue(squares)
        for number, down, across in squares:
            self.assertEqual((down, across), (named[number], named[number]))

    def test_a_finding_leads_to_its_copies(self):
        self.browser.open(self.pages["en"])
        links = self.browser.ask("[...document.querySelectorAll('#found td a[href^=\"#g\"]')].map(a => [a.getAttribute('href').slice(2), a.textContent])")
        groups = {str(g["id"]): len(g["columns"]) for g in self.pages["map"]["copy_groups"]}
        self.assertGreater(len(links), len(groups))
        for number, text in links:
            self.assertEqual(int(re.search(r"\d+", text).group()), groups[number] - 1)

    def test_recipes_are_the_commands_and_one_click_takes_them(self):
        self.browser.open(self.pages["en"])
        recipes = self.browser.ask("[...document.querySelectorAll('#copies ~ details pre')].map(p => [p.textContent, getComputedStyle(p).userSelect, p.tabIndex])")
        self.assertEqual(len(recipes), len(self.pages["map"]["copy_groups"]))
        for sql, select, tab in recipes:
            self.assertEqual((select, tab), ("all", 0))
            self.assertIn(sql, self.pages["sql"])
        self.assertTrue(any(re.search(r"SELECT [\w.*]+ FROM \(SELECT .* AS join_key", sql) for sql, _, _ in recipes))

    def test_activities_tell_their_retention_in_words(self):
        self.assertIn("Ventescommandescontrat3\u00a0ans1", self.rows_of("fr", "life"))
        self.assertIn("Ventescommandescontract3\u00a0years1", self.rows_of("en", "life"))

    def test_texts_tell_how_often_in_a_thousand(self):
        self.browser.open(self.pages["en"])
        told = self.browser.ask("[...document.querySelectorAll('#found li')].map(l => l.textContent).filter(t => t.startsWith('Found in'))")
        self.assertIn("Found in 9 of 10 different texts, so 900 in 1,000", told)

    def test_masters_stand_with_their_reasons(self):
        people = self.pages["map"]["people"]
        self.browser.open(self.pages["en"])
        rows = self.browser.ask("""(() => { const h = [...document.querySelectorAll('#people ~ h3')].find(h => h.textContent.includes('of record'));
          let e = h; while (!e.querySelector('table')) e = e.nextElementSibling;
          return [...e.querySelectorAll('tbody tr')].map(r => [...r.cells].map(c => c.textContent)); })()""")
        self.assertEqual(len(rows), len(people["masters"]))
        for row, master in zip(rows, people["masters"]):
            self.assertEqual(row[1], master["source"] or "undecided")
            self.assertEqual([cell == "–" for cell in row[2:4]], [not master["source"]] * 2)
            self.assertEqual(len(re.findall(r"\u00a0\d+", row[6])), min(len(master["claims"]), 6))

    def test_fast_at_20000_findings(self):
        self.browser.call("Performance.enable")
        self.browser.open(self.pages["large"])
        used = {m["name"]: m["value"] for m in self.browser.call("Performance.getMetrics")["metrics"]}
        self.assertEqual(self.browser.complaints(), [])
        self.assertLess(used["LayoutDuration"] + used["RecalcStyleDuration"] + used["ScriptDuration"], 6)
        filtering = self.browser.ask("""(() => { const t = performance.now(), s = document.getElementById('by-level');
          s.value = '4'; s.dispatchEvent(new Event('change')); document.body.offsetHeight; return performance.now() - t; })()""")
        print(f"# 20000 findings: layout {used['LayoutDuration']:.2f} s, style {used['RecalcStyleDuration']:.2f} s, script {used['ScriptDuration']:.2f} s, "
              f"filter {filtering / 1000:.2f} s", flush=True)
        self.assertLess(filtering, 6000)


if __name__ == "__main__":
    if not chromium.PROGRAM:
        print("1..0 # SKIP Chromium is not installed")
        sys.exit(0)
    tap.main()
