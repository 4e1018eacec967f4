"""How fast Glassnet is, always against a baseline measured in the same rounds.

`python3 build.py bench` runs everything here. Absolute figures belong to the machine that is
named with them; budgets are about ratios, and no test asserts either.
"""
