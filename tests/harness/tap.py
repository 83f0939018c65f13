"""tap.py - unittest that speaks TAP, so that tests/all can count every check."""
import sys
import unittest


class _Result(unittest.TestResult):
    number, parts_failed = 0, False

    def _say(self, word, test, note=""):
        self.number += 1
        print(f"{word} {self.number} - {test.id().split('.', 1)[-1]}{note}", flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._say("ok", test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say("ok", test, f" # SKIP {reason}")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._bad(test, self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self._bad(test, self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.parts_failed = True
            self._tell(f"{subtest}\n" + (self.failures if issubclass(err[0], test.failureException) else self.errors)[-1][1])

    def stopTest(self, test):
        super().stopTest(test)
        if self.parts_failed:
            self._say("not ok", test)
        self.parts_failed = False

    def _bad(self, test, text):
        self._say("not ok", test)
        self._tell(text)

    def _tell(self, text):
        for line in text.splitlines():
            print("#", line, flush=True)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    if len(sys.argv) > 1:
        suite = unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:], sys.modules["__main__"])
    print(f"1..{suite.countTestCases()}", flush=True)
    result = _Result()
    suite.run(result)
    sys.exit(not result.wasSuccessful())
