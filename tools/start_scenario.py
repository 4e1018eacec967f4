"""Everything that may happen before the rest of the library is there: a start, training, an error.

The build runs it in Pyodide, to find what a start imports and to import it in the memory image.
"""

import json
import traceback

import glassnet.page.host
import glassnet.page.initial

json.dumps(list(glassnet.page.initial.initial_events()), default=glassnet.page.initial._encode)
session = glassnet.TrainingSession()
session.train(10)
glassnet.TrainingSession.restored(*session.snapshot())
try:
    glassnet.TrainingSession({"seed": "x"})
except ValueError:
    traceback.format_exc()
