"""Found by every Python that a test starts: measures it too, under the name of the test (COVERAGE_PROCESS_START)."""

import coverage

coverage.process_startup()
