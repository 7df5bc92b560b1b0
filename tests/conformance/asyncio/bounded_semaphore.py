# A bounded semaphore that was released in the body of its `async with` is released too often at the end.
import asyncio


async def main():
    semaphore = asyncio.BoundedSemaphore(1)
    try:
        async with semaphore:
            semaphore.release()
    except ValueError as e:
        print(e)
    async with semaphore:
        print(semaphore.locked())
    print(semaphore.locked())
    plain = asyncio.Semaphore(1)
    async with plain:
        plain.release()
    print(plain._value)


asyncio.run(main())
