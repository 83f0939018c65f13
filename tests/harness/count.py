#!/usr/bin/env python3
"""count.py - sums the TAP lines of meson test logs: "N passed, N failed"."""
import json
import re
import sys

passed = failed = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as log:
        for line in log:
            test = json.loads(line)
            lines = re.findall(r"^(not ok|ok)\b(?!.*# SKIP)", test.get("stdout", ""), re.M)
            bad = lines.count("not ok")
            good = lines.count("ok")
            crashed = test["result"] not in ("OK", "SKIP", "EXPECTEDFAIL") and not bad
            passed += good if lines else test["result"] == "OK"
            failed += bad + crashed
            if bad or crashed:
                print("failed:", test["name"], test["result"])
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
