/* page.js - filter, sort, open and close. The page is whole without it. ASCII; no request, no storage. */
(function () {
  'use strict';
  var doc = document, french = doc.documentElement.lang === 'fr', box = doc.getElementById('filter'), timer = 0, rows = null;

  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function by(id) { return doc.getElementById(id); }
  function fold(text) { return text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, ''); }

  /* What a link leads to is opened; everything is, for paper. */
  function reveal() {
    var target = location.hash.length > 1 && by(location.hash.slice(1));
    for (var e = target; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;
    if (target) target.scrollIntoView();
  }
  addEventListener('hashchange', reveal);
  addEventListener('beforeprint', function () { all('details').forEach(function (d) { d.open = true; }); });

  /* Heads of tables sort by their column: up, down. Numbers stand in data-v. */
  function key(row, column) {
    var cell = row.cells[column];
    return cell.dataset.v === undefined ? fold(cell.textContent) : Number(cell.dataset.v);
  }
  function sort(head, column) {
    var body = head.closest('table').tBodies[0], up = head.getAttribute('aria-sort') !== 'ascending';
    if (!head.hasAttribute('aria-sort') && head.classList.contains('n')) up = false;
    var keyed = Array.prototype.map.call(body.rows, function (row) { return { row: row, key: key(row, column) }; });
    keyed.sort(function (a, b) { return (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) * (up ? 1 : -1); });
    all('[aria-sort]', head.parentNode).forEach(function (h) { h.removeAttribute('aria-sort'); });
    head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    keyed.forEach(function (k) { body.appendChild(k.row); });
  }
  function sortable(table) {
    if (table.dataset.sortable || table.classList.contains('matrix')) return;
    table.dataset.sortable = '1';
    all('thead th', table).forEach(function (head, column) {
      var button = doc.createElement('button');
      button.type = 'button';
      while (head.firstChild) button.appendChild(head.firstChild);
      button.addEventListener('click', function () { sort(head, column); });
      head.appendChild(button);
    });
  }
  all('table').forEach(function (table) { if (!table.closest('#found')) sortable(table); });
  doc.addEventListener('toggle', function (e) { if (e.target.open) all('table', e.target).forEach(sortable); }, true);

  if (!box) { reveal(); return; }
  var out = box.querySelector('output'), tables = all('#found details[data-n]'), sources = all('#found .source');

  function index() {
    rows = [];
    sources.forEach(function (source) {
      var name = source.querySelector('h3').firstChild.textContent;
      all('details[data-n]', source).forEach(function (table) {
        var head = name + '.' + table.querySelector('summary code').textContent;
        all('tbody tr', table).forEach(function (row) {
          rows.push({ row: row, table: table, source: source, text: fold(head + '.' + row.textContent) });
        });
      });
    });
  }
  function wanted() {
    var words = fold(by('q').value).split(/\s+/).filter(Boolean), source = by('by-source').value, kind = by('by-kind').value;
    var level = Number(by('by-level').value), sure = Number(by('by-sure').value);
    if (!words.length && !source && !kind && !level && !sure) return null;
    return function (r) {
      return (!source || r.source.dataset.s === source) && (!kind || r.row.dataset.a === kind) && Number(r.row.dataset.z) >= level &&
        (!sure || Number(r.row.cells[2].dataset.v) >= sure) && words.every(function (w) { return r.text.indexOf(w) >= 0; });
    };
  }
  function say(test, n) {
    var texts = out.dataset.some.split('|'), text = texts[(french ? n < 2 : n === 1) ? 0 : 1];
    out.textContent = !test ? '' : n ? text.replace('{n}', n.toLocaleString(french ? 'fr' : 'en')) : out.dataset.none;
  }
  function show() {
    var test = wanted(), hits = 0, hitTables = new Set(), hitSources = new Set();
    if (!rows) index();
    rows.forEach(function (r) {
      var hit = !test || test(r);
      if (r.row.hidden === hit) r.row.hidden = !hit;
      if (hit) { hits++; hitTables.add(r.table); hitSources.add(r.source); }
    });
    tables.forEach(function (t) { t.hidden = !hitTables.has(t); t.open = !!test && hitTables.has(t) && hits < 200; });
    sources.forEach(function (s) { s.hidden = !!test && !hitSources.has(s); });
    all('#found .others').forEach(function (o) { o.hidden = !!test; });
    by('clear').hidden = !test;
    say(test, hits);
  }
  function clear() {
    by('q').value = by('by-source').value = by('by-kind').value = '';
    by('by-level').value = by('by-sure').value = '0';
    show();
  }
  function order() {
    var how = by('order').value;
    sources.forEach(function (source) {
      var list = all('details[data-n]', source), end = source.querySelector('.others');
      list.sort(function (a, b) { return (how ? Number(b.dataset[how]) - Number(a.dataset[how]) : 0) || Number(a.id.slice(1)) - Number(b.id.slice(1)); });
      list.forEach(function (t) { source.insertBefore(t, end); });
    });
  }
  function openAll(open) { return function () { tables.forEach(function (t) { if (!t.hidden) t.open = open; }); }; }

  box.addEventListener('submit', function (e) { e.preventDefault(); });
  by('q').addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(show, 120); });
  ['by-source', 'by-kind', 'by-level', 'by-sure'].forEach(function (id) { by(id).addEventListener('change', show); });
  by('order').addEventListener('change', order);
  by('clear').addEventListener('click', function () { clear(); by('q').focus(); });
  by('open-all').addEventListener('click', openAll(true));
  by('close-all').addEventListener('click', openAll(false));

  /* A number of the matrix shows its columns only; other links into the tables show everything again. */
  doc.addEventListener('click', function (e) {
    var link = e.target.closest('a');
    if (!link) return;
    if (link.dataset.a) {
      clear();
      by('by-kind').value = link.dataset.a;
      by('by-source').value = link.dataset.s;
      show();
    } else if (/^#[ft]\d/.test(link.getAttribute('href')) && wanted()) {
      clear();
    }
    if (link.getAttribute('href') === location.hash) reveal();
  });
  box.hidden = false;
  by('clear').hidden = true;
  reveal();
})();
