"""Edits that mean harm, or do it by mistake. Each must end in a message and the run from before it."""

from glassnet.live.sources import original

STEP = "        self.parameters -= self.learning_rate * gradient\n"

# What takes the place of an SGD step, each by name; the step itself follows.
STATEMENTS = {
    "loops for ever": "while True: pass",
    "loops for ever and catches everything": """while True:
            try:
                while True: pass
            except BaseException: pass""",
    "computes for minutes in one call": "np.linalg.svd(np.ones((3000, 3000)))",
    "sleeps": "__import__('time').sleep(3600)",
    "asks for all memory": "self._x = [bytearray(10**9) for _ in range(10)]",
    "makes an array of a terabyte": "np.zeros(10**11)",
    "recurses without end": "(lambda f: f(f))(lambda f: f(f))",
    "parses a hundred thousand brackets": "__import__('json').loads('[' * 100_000)",
    "deletes a builtin": "del __builtins__['len']",
    "deletes a function of NumPy": "del np.multiply",
    "replaces a function of NumPy": "np.add = np.subtract",
    "replaces NumPy": "__import__('sys').modules['numpy'] = None",
    "replaces a loss in another module": "__import__('sys').modules['glassnet.losses'].LOSSES.clear()",
    "raises an error without a text": """class Odd(Exception):
            def __str__(self): raise ValueError
        raise Odd""",
    "raises an error that never ends its text": """class Odd(Exception):
            def __str__(self):
                while True: pass
        raise Odd""",
    "leaves Python": "raise SystemExit(3)",
    "ends the process": "__import__('os')._exit(1)",
    "brings the interpreter down": "__import__('_pyodide_core').trigger_fatal_error()",
    "interrupts": "raise KeyboardInterrupt",
    "prints a million lines": "print('x\\n' * 1_000_000)",
    "prints for ever": "while True: print('x')",
    "closes the worker": "import js; js.close()",
    "posts a forged message": "import js; js.postMessage({'type': 'state'})",
    "runs JavaScript": "from pyodide.code import run_js; run_js('postMessage(1)')",
    "builds a function of JavaScript": """from pyodide.ffi import to_js
        to_js([1]).constructor.constructor('return self')()""",
    "fetches over the network": "from pyodide.http import open_url; open_url('manifest.json')",
    "opens a socket": "__import__('socket').create_connection(('127.0.0.1', 80), 1)",
    "reads the page's storage": "import js; js.indexedDB",
    "starts a thread": "__import__('threading').Thread(target=print).start()",
    "sets a trace function": "__import__('sys').settrace(lambda *args: None)",
    "raises the recursion limit": "__import__('sys').setrecursionlimit(10**6)",
    "replaces a method of the editor": "__import__('sys').modules['glassnet.page.host'].Host.train = None",
    "replaces a function of the editor": """__import__(
            'sys').modules['glassnet.live.guards'].code_error = None""",
    "runs a program": "__import__('subprocess').run(['ls'])",
    "reads memory that is not its own": "__import__('ctypes').string_at(2**32 - 8, 2**20)",
    "writes NaN": "self.parameters[...] = np.nan",
    "changes the shape": "self.parameters.resize(3, refcheck=False)",
    "imports what is not there": "import no_such_module",
    "is fine at first and fails later": """self.n_steps += 1
        if self.n_steps > 300: raise ValueError('only now')""",
    "is fine at first and ends the process later": """self.n_steps += 1
        if self.n_steps > 300: __import__('os')._exit(1)""",
    "is fine at first and hangs later": """self.n_steps += 1
        while self.n_steps > 300: pass""",
}


def hostile_text(statement: str) -> str:
    """Return optimizers.py with the statement before every SGD step."""
    return original("optimizers.py").replace(STEP, f"        {statement}\n{STEP}", 1)
