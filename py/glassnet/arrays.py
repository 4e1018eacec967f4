"""The array types that all of glassnet shares."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[np.float64]
type AnyArray = NDArray[Any]
