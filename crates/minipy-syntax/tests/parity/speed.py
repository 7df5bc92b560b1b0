"""Developer tool: the speed of CPython's ast.parse over a directory, to compare with examples/speed.rs."""

import ast
import gc
import os
import sys
import time
import tokenize
import warnings

warnings.simplefilter("ignore")
sources = []
for root, _, files in os.walk(sys.argv[1]):
    for name in files:
        if name.endswith(".py"):
            try:
                with tokenize.open(os.path.join(root, name)) as file:
                    source = file.read()
                ast.parse(source)
            except (OSError, SyntaxError, UnicodeError, ValueError):
                continue
            sources.append(source)
gc.collect()
start = time.process_time()
for source in sources:
    ast.parse(source)
seconds = time.process_time() - start
size = sum(len(source.encode("utf-8", "surrogatepass")) for source in sources) / 1e6
print(f"{len(sources)} files, {size:.1f} MB: {size / seconds:.1f} MB/s")
