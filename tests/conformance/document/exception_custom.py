import asyncio


class AppError(Exception):
    """Something of ours."""


async def main():
    try:
        raise ValueError("low level")
    except ValueError as e:
        raise AppError("high level", 42) from e


asyncio.run(main())
