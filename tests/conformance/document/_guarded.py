import asyncio

ran = ["top level"]


async def main():
    ran.append("main")


if __name__ == "__main__":
    asyncio.run(main())
