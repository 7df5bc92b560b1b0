# The `standard way` to structure Python `async applications`, especially for CLI tools, servers, and production scripts.

import asyncio
import sys


async def main() -> int:
    print("Hello, async world!")
    await asyncio.sleep(1)
    print("Done!")
    return 0  # Success - return 0 / None; Failed - return 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
