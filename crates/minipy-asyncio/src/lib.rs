//! minipy-asyncio.
