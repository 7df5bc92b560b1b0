import asyncio


async def main():
    try:
        await asyncio.sleep(0)
        raise KeyboardInterrupt
    finally:
        print("cleanup")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
raise SystemExit(5)
